# Prints tests/golden/statistics/crossed.json: random intercepts for two groupings that cross (or nest), and what lme4
# says of them: students and lecturers of InstEval, persons and items of VerbAgg, salamanders as McCullagh and Nelder
# paired them (with outcomes drawn here), and careers drawn with origins and destinations.
# R 4.2.2, lme4 1.1-31, jsonlite: Rscript crossed.R > crossed.json
suppressMessages({library(lme4); library(jsonlite)})
set.seed(23)
cases <- list()
often <- function(v) factor(v, levels = names(sort(table(factor(v, unique(v))), decreasing = TRUE)))
framed <- function(x, groups) {
  d <- as.data.frame(c(lapply(x, function(v) if (is.character(v)) often(v) else v), lapply(groups, as.character)))
  list(data = d, formula = c(names(x), sprintf("(1 | %s)", names(groups))))
}
told <- function(f, ...) {
  s <- summary(f)$coefficients
  list(coefficients = setNames(lapply(rownames(s), function(r) list(estimate = s[r, 1], se = s[r, 2], ...)), rownames(s)),
    groupSd = lapply(VarCorr(f), function(v) { sd <- unname(attr(v, "stddev")); if (sd < 1e-6) 0 else sd }),
    logLikelihood = as.numeric(logLik(f)),
    aic = AIC(f), groups = as.list(ngrps(f)), singular = isSingular(f))
}
# lme4 orders groupings by their levels; by name they stand as given.
put <- function(name, data, expected) {
  expected$groupSd <- expected$groupSd[names(data$group)]; expected$groups <- expected$groups[names(data$group)]
  cases[[length(cases) + 1]] <<- list(name = name, data = data, expected = expected)
}
logistic <- function(success, trials, x, groups) {
  f <- framed(x, groups); f$data$s <- success; f$data$f <- trials - success
  fit <- glmer(reformulate(f$formula, "cbind(s, f)"), f$data, binomial,
    control = glmerControl("bobyqa", tolPwrss = 1e-13, optCtrl = list(rhoend = 1e-9, maxfun = 1e5)))
  put("mixed-logistic", list(success = success, trials = trials, x = x, group = lapply(groups, as.character)), told(fit))
}
linear <- function(y, x, groups, estimator = "REML") {
  f <- framed(x, groups); f$data$y <- y
  fit <- lmer(reformulate(f$formula, "y"), f$data, REML = estimator == "REML",
    control = lmerControl("bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e5)))
  put("mixed-linear", list(y = y, x = x, group = lapply(groups, as.character), estimator = estimator),
    c(told(fit), residualSd = sigma(fit)))
}
some <- subset(InstEval, as.integer(d) %% 40 == 1 & as.integer(s) %% 3 == 1)
linear(some$y, list(service = as.character(some$service)), list(s = some$s, d = some$d))
linear(some$y, setNames(list(), character()), list(s = some$s, d = some$d), "ML")
verbal <- subset(VerbAgg, as.integer(id) %% 4 == 1)
logistic(as.integer(verbal$r2 == "Y"), rep(1, nrow(verbal)), list(anger = verbal$Anger - 20, mode = as.character(verbal$mode)),
  list(id = verbal$id, item = verbal$item))
female <- rep(1:20, each = 6); male <- c(sapply(1:20, function(i) (i + c(0, 3, 7, 10, 13, 17)) %% 20 + 1))
kind <- function(i) ifelse(i <= 10, "rough", "white")
mate <- rbinom(120, 1, plogis(.8 - 2.5 * (kind(female) == "white") * (kind(male) == "rough") +
  rnorm(20, sd = 1.1)[female] + rnorm(20, sd = .9)[male]))
logistic(mate, rep(1, 120), list(female = kind(female), male = kind(male)), list(mother = female, father = male))
for (i in 1:4) {
  n <- c(300, 400, 250, 500)[i]; from <- sample(30, n, TRUE, prob = (1:30)^-1); to <- sample(c(22, 45, 30, 12)[i], n, TRUE)
  if (i == 3) to <- from + 100 * rbinom(n, 1, .5)
  years <- round(runif(n, 1, 12)); u <- rnorm(30, sd = c(.8, 0, .6, 1.2)[i]); v <- rnorm(200, sd = c(.5, .9, .5, 0)[i])
  eta <- -.6 + .1 * years + u[from] + v[to]; trials <- if (i %% 2) rep(1, n) else sample(4, n, TRUE)
  groups <- list(origin = paste0("o", from), destination = paste0("d", to))
  logistic(rbinom(n, trials, plogis(eta)), trials, list(years = years), groups)
  for (estimator in c("REML", "ML")) linear(round(eta + rnorm(n, sd = .8), 4), list(years = years + 1990), groups, estimator)
}
cat(toJSON(cases, digits = 14, auto_unbox = TRUE))
