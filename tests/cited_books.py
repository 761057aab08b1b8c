"""A small article whose reference list holds surnames that are words of their own."""

from tests.articles import FRONT, read

BOOKS = read(
    FRONT + "1 Results\n\nYoung et al. (2018) gave iron to forty adults. Half of them slept better."
    " Hodgkin's disease was rare. Zinc is carried in the blood. It is stored in the liver"
    " (Brown and Best, 2011). Copper is old (Harrisson et al., 2003; Kaplan et al., 2007).\n\n"
    "References\n\n"
    "Brown, A., and Best, C. (2011). Zinc in the liver. *J. Met.* 1 (1), 1–2."
    " doi:10.1234/zinc.2011\n\n"
    "Harrison, J., Cole, B., and Dean, C. (2003). Copper and sleep. *Blood* 3 (1), 5–9.\n\n"
    "Hodgkin, D., Cole, B., and Dean, C. (1950). Tin. *J. Met.* 4 (1), 5–9.\n\n"
    "Kaplan, J., Cole, B., and Dean, C. (2007). Copper and age. *N. Engl. J. Med.* 3 (1), 5–9.\n\n"
    "May, J., Cole, B., and Dean, C. (2022). Lead. *J. Met.* 5 (1), 5–9.\n\n"
    "Young, N., Cole, B., and Dean, C. (2018). Iron and sleep. *J. Met.* 2 (1), 3–4.\n"
)
