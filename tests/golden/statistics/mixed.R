# Prints tests/golden/statistics/mixed.json: data made here, lme4's cbpp, and what lme4 says of them.
# R 4.2.2, lme4 1.1-31, jsonlite: Rscript mixed.R > mixed.json
suppressMessages({library(lme4); library(jsonlite)})
set.seed(17)
cases <- list()
mixed <- function(d) {
  x <- setdiff(names(d), c("success", "trials", "group"))
  frame <- d; for (w in x) if (is.character(d[[w]]))
    frame[[w]] <- factor(d[[w]], levels = names(sort(table(d[[w]]), decreasing = TRUE)))
  f <- glmer(reformulate(c(x, "(1 | group)"), "cbind(success, trials - success)"), frame, binomial,
             control = glmerControl("bobyqa", tolPwrss = 1e-13, optCtrl = list(rhoend = 1e-9, maxfun = 1e5)))
  s <- summary(f)$coefficients
  data <- list(success = d$success, trials = d$trials, x = as.list(d[x]), group = d$group)
  cases[[length(cases) + 1]] <<- list(name = "mixed-logistic", data = data, expected = list(
    coefficients = setNames(lapply(rownames(s), function(r) list(estimate = s[r, 1], se = s[r, 2], p = s[r, 4])),
                            rownames(s)),
    groupSd = unname(attr(VarCorr(f)$group, "stddev")), logLikelihood = as.numeric(logLik(f)), singular = isSingular(f)))
}
mixed(with(cbpp, data.frame(success = incidence, trials = size, period = as.character(period), group = as.character(herd))))
for (i in 1:3) {
  n <- c(120, 200, 300)[i]; g <- sample(letters[1:(10 + 4 * i)], n, TRUE); u <- rnorm(26, sd = c(.5, 1.5, 0)[i])
  age <- round(rnorm(n, 40, 8)); home <- rbinom(n, 1, .4); trials <- if (i == 2) rep(1, n) else sample(1:8, n, TRUE)
  mixed(data.frame(success = rbinom(n, trials, plogis(-2 + .04 * age - .6 * home + u[match(g, letters)])),
                   trials, age, home, group = g))
}
cat(toJSON(cases, digits = 14, auto_unbox = TRUE))
