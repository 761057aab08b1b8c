"""The usual tutorial pipeline as a program: chunks of 1,000 characters, MiniLM, FAISS, FastAPI.

Nothing is tuned and nothing is left out that such a pipeline has: the article as one text, cut by
the recursive character rule with an overlap of 200; sentence-transformers and FAISS's inner
product index as their introductions use them; an endpoint that returns the five nearest chunks.
Earlier questions are accepted and not used.
"""

import argparse
import json
import socket
from pathlib import Path
from typing import Any

TOP = 5
_CHUNKS = "chunks.json"
_VECTORS = "index.faiss"


class Pipeline:
    """The five nearest chunks to a question."""

    def __init__(self, model: str, home: Path) -> None:
        import faiss
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(model, device="cpu")
        self._index: Any = faiss.read_index(str(home / _VECTORS))
        self._chunks: list[str] = json.loads((home / _CHUNKS).read_text("utf-8"))

    def answer(self, question: str) -> list[dict[str, Any]]:
        vector = self._model.encode([question], normalize_embeddings=True)
        scores, positions = self._index.search(vector, TOP)
        return [
            {"cited_text": self._chunks[position], "score": float(score)}
            for score, position in zip(scores[0], positions[0], strict=True)
        ]


def build(model: str, home: Path) -> None:
    import faiss
    from sentence_transformers import SentenceTransformer

    from corpus.library import load_bundled
    from qa.evaluation.tutorial import tutorial_chunks

    chunks = [chunk.text for document in load_bundled() for chunk in tutorial_chunks(document)]
    encoder = SentenceTransformer(model, device="cpu")
    vectors = encoder.encode(chunks, normalize_embeddings=True)
    index: Any = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    home.mkdir(parents=True, exist_ok=True)
    faiss.write_index(index, str(home / _VECTORS))
    (home / _CHUNKS).write_text(json.dumps(chunks, ensure_ascii=False), "utf-8")


def serve(model: str, home: Path, port: int) -> None:
    """Serve `POST /api/ask` with uvicorn set as for the assistant's own server."""
    import uvicorn
    from fastapi import FastAPI
    from pydantic import BaseModel

    class Ask(BaseModel):
        question: str
        history: list[dict[str, str]] = []

    pipeline = Pipeline(model, home)
    app = FastAPI()

    @app.post("/api/ask")
    def ask(body: Ask) -> dict[str, Any]:
        return {"question": body.question, "citations": pipeline.answer(body.question)}

    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        loop="asyncio",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=5,
    )
    with socket.create_server(("127.0.0.1", port), backlog=512) as listener:
        print(f"ready at http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        uvicorn.Server(config).run(sockets=[listener])


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.baseline", description=__doc__)
    parser.add_argument("--model", required=True, help="folder of the embedding model")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("index", "ask", "serve"):
        command = commands.add_parser(name)
        command.add_argument("--home", type=Path, required=True)
        if name == "ask":
            command.add_argument("question")
        if name == "serve":
            command.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    match options.command:
        case "index":
            build(options.model, options.home)
        case "ask":
            for citation in Pipeline(options.model, options.home).answer(options.question):
                print(f"{citation['score']:.3f}  {citation['cited_text']}\n")
        case "serve":
            serve(options.model, options.home, options.port)


if __name__ == "__main__":
    main()
