# Prints tests/golden/statistics/textbook.json: data as textbooks and R itself have them, for every statistic that can be
# run by name, and what R says of them. R 4.2.2, survival 3.5-3, cmprsk 2.2-11, lme4 1.1-31, MASS 7.3-58, nnet 7.3-18,
# cluster 2.1.4, jsonlite: Rscript textbook.R > textbook.json
suppressMessages(for (p in c("survival", "cmprsk", "lme4", "MASS", "nnet", "cluster", "jsonlite"))
  library(p, character.only = TRUE))
cases <- list()
put <- function(name, data, expected) cases[[length(cases) + 1]] <<- list(name = name, data = data, expected = expected)
quiet <- function(x) suppressMessages(suppressWarnings(x))
real <- function(x) ifelse(is.finite(x), x, NA)
two <- function(...) matrix(c(...), 2, byrow = TRUE)

# Fisher's odds ratio as R's search finds it, over the sizes at which a table can be written down
for (m in list(two(60000, 45000, 20000, 70000), two(300000, 200000, 1000, 400000), two(30000, 20000, 10000, 40000),
               two(20000, 19999, 20001, 20000), two(5e5, 3e5, 2e5, 9e5), two(40000, 5, 60000, 70000),
               two(9, 120000, 110000, 300000), two(250, 180, 170, 400), two(21000, 35000, 19999, 2e5),
               two(1e6, 1e6, 1e6, 1000000 - 1), two(2, 50000, 60000, 1), two(7e5, 10, 20, 8e5))) {
  f <- quiet(fisher.test(m))
  put("fisher", list(table = m), list(p = f$p.value, estimateR = real(unname(f$estimate)),
    intervalR = real(as.numeric(f$conf.int))))
}

cat(toJSON(cases, digits = I(12), auto_unbox = TRUE, na = "null", null = "null"))
