# Prints tests/golden/statistics/weights.json: weights of rows, people who come under observation late, variables that
# are alike among all at risk, and what survival says of them. R 4.2.2, survival 3.5-3, cmprsk 2.2, jsonlite: Rscript weights.R > weights.json
suppressMessages({library(survival); library(jsonlite)})
seed <- commandArgs(TRUE); set.seed(if (length(seed)) as.integer(seed[1]) else 1729)
cases <- list()
put <- function(name, data, expected) cases[[length(cases) + 1]] <<- list(name = name, data = data, expected = expected)
people <- function(n, whole, late, rough) {
  d <- data.frame(stop = if (rough) sample(2:12, n, TRUE) else round(rexp(n, .05) + .5, 2), event = rbinom(n, 1, .7),
    age = round(rnorm(n, 40, 6)), woman = rbinom(n, 1, .5), group = sample(c("a", "b", "c"), n, TRUE),
    weights = if (whole) sample(0:4, n, TRUE) else round(runif(n, .2, 3), 2), cause = rbinom(n, 2, .5))
  d$start <- if (late) round(pmax(0, d$stop - sample(5:40, n, TRUE) - .5), 2) else 0
  d
}
for (whole in c(TRUE, FALSE)) for (late in c(FALSE, TRUE)) for (rough in c(TRUE, FALSE)) for (ties in c("efron", "breslow")) {
  d <- people(60, whole, late, rough); k <- d[d$weights > 0, ]
  times <- if (late) list(start = d$start, stop = d$stop) else list(time = d$stop)
  f <- if (whole) coxph(Surv(start, stop, event) ~ age + woman, k, weights, ties = ties, robust = FALSE,
                        control = coxph.control(eps = 1e-11, iter.max = 50)) else
    coxph(Surv(start, stop, event) ~ age + woman, k, weights, ties = ties, cluster = seq_len(nrow(k)),
          control = coxph.control(eps = 1e-11, iter.max = 50))
  s <- summary(f)$coefficients; se <- if (whole) "se(coef)" else "robust se"
  put("cox", c(times, list(event = d$event, weights = d$weights, x = list(age = d$age, woman = d$woman), ties = ties)),
    list(coefficients = setNames(lapply(rownames(s), function(r) list(estimate = s[r, "coef"], se = s[r, se],
      p = s[r, "Pr(>|z|)"])), rownames(s)), logLikelihood = f$loglik[2], nullLogLikelihood = f$loglik[1],
      concordance = unname(f$concordance["concordance"]), scoreTest = list(statistic = f$score),
      statistic = if (whole) 2 * diff(f$loglik) else f$wald.test))
  curve <- function(g) { f <- survfit(Surv(start, stop, event) ~ 1, k[k$group == g, ], weights = weights)
    s <- summary(f); t <- s$table
    list(n = sum(k$group == g), events = unname(t["events"]), median = unname(t["median"]),
      medianInterval = unname(t[c("0.95LCL", "0.95UCL")]), time = I(s$time), survival = I(s$surv),
      se = I(ifelse(s$surv == 0, 0, s$std.err))) }
  groups <- sort(unique(k$group))
  expected <- list(groups = setNames(lapply(groups, curve), groups))
  if (whole && !late) { r <- k[rep(seq_len(nrow(k)), k$weights), ]; l <- survdiff(Surv(stop, event) ~ group, r)
    expected$logRank <- list(statistic = l$chisq, p = pchisq(l$chisq, length(groups) - 1, lower.tail = FALSE)) }
  put("kaplan-meier", c(times, list(event = d$event, weights = d$weights, group = d$group)), expected)
}
for (rough in c(TRUE, FALSE)) for (n in c(15, 60, 200)) for (groups in 1:2) {
  d <- people(n, TRUE, TRUE, rough); if (groups == 1) d$group <- "all" else d$group[d$group == "c"] <- "a"
  last <- lapply(split(d, d$group), function(g) {
    f <- survfit(Surv(start, stop, factor(cause, 0:2)) ~ 1, g, id = seq_len(nrow(g)))
    # The variance at the cause's last time; 0 where it never struck.
    setNames(lapply(2:3, function(k) { e <- which(f$n.event[, k] > 0)
      list(estimate = unname(f$pstate[nrow(f$pstate), k]), variance = if (length(e)) unname(f$std.err[max(e), k])^2 else 0)
    }), 1:2)
  })
  # Where all begin together, nobody comes late: variances are cuminc's, as without `start`.
  if (length(unique(d$start)) == 1) { f <- cmprsk::cuminc(d$stop, d$cause, d$group)
    last <- lapply(split(d, d$group), function(g) setNames(lapply(1:2, function(k) { e <- f[[paste(g$group[1], k)]]
      list(estimate = tail(e$est, 1), variance = tail(e$var, 1)) }), 1:2)) }
  put("competing-risks", c(list(start = d$start, stop = d$stop, cause = d$cause), if (groups > 1) list(group = d$group)),
    list(last = last))
}
for (ties in c("efron", "breslow")) {
  d <- data.frame(start = c(0, 0, 0, 6, 6, 6), stop = c(3, 5, 6, 8, 9, 10), event = c(1, 1, 0, 1, 1, 0),
                  old = c(1, 1, 1, 0, 0, 0), age = c(30, 41, 35, 33, 52, 47))
  f <- coxph(Surv(start, stop, event) ~ age + old, d, ties = ties, control = coxph.control(eps = 1e-11))
  put("cox", list(start = d$start, stop = d$stop, event = d$event, x = list(age = d$age, old = d$old), ties = ties),
    list(coefficients = list(age = list(estimate = unname(coef(f)[1]), se = sqrt(vcov(f)[1, 1])),
      old = list(estimate = NA, se = NA, p = NA)), logLikelihood = f$loglik[2], df = 1))
}
# Weights that are whole in one group only: survfit's errors are robust in both.
d <- data.frame(time = c(1, 2, 3, 4, 1.5, 2.5, 3.5, 5), event = c(1, 1, 0, 1, 1, 0, 1, 1),
                group = rep(c("a", "b"), each = 4), weights = c(1, 2, 1, 3, .5, 1.5, 2.2, 1))
s <- summary(survfit(Surv(time, event) ~ group, d, weights = weights))
groups <- lapply(split(data.frame(time = s$time, survival = s$surv, se = s$std.err), sub("group=", "", s$strata)), as.list)
put("kaplan-meier", as.list(d), list(groups = groups))
# Yearly hazards: the sandwich by hand, one score a person (vcovCL of type HC0 without cadjust says the same).
for (late in c(FALSE, TRUE)) for (n in c(40, 150)) {
  d <- people(n, FALSE, late, TRUE); d$stop <- pmax(d$stop, d$start + 1)
  y <- do.call(rbind, lapply(seq_len(n), function(i) { last <- ceiling(d$stop[i]); k <- (floor(d$start[i]) + 1):last
    data.frame(id = i, k = k / 10, elected = ifelse(k == last, d$event[i], 0), d[i, c("age", "woman", "weights")], row.names = NULL) }))
  f <- suppressWarnings(glm(elected ~ k + I(k^2) + I(k^3) + age + woman, binomial("cloglog"), y, weights,
                            control = glm.control(1e-13, 100)))
  u <- rowsum(residuals(f, "working") * f$weights * model.matrix(f), y$id); a <- summary(f)$cov.unscaled
  v <- a %*% crossprod(u) %*% a
  if (requireNamespace("sandwich", quietly = TRUE))
    stopifnot(all.equal(v, sandwich::vcovCL(f, y$id, type = "HC0", cadjust = FALSE), check.attributes = FALSE, tolerance = 1e-6))
  b <- coef(f); se <- sqrt(diag(v)); w <- drop(b[5:6] %*% solve(v[5:6, 5:6], b[5:6]))
  put("discrete-time", list(start = d$start, stop = d$stop, event = d$event, weights = d$weights, x = list(age = d$age, woman = d$woman)),
    list(statistic = w, df = 2, p = pchisq(w, 2, lower.tail = FALSE), coefficients = setNames(lapply(1:6, function(j) list(
      estimate = unname(b[j]), se = unname(se[j]), p = unname(2 * pnorm(-abs(b[j] / se[j]))))), c("(Intercept)", "time", "time2", "time3", "age", "woman"))))
}
# Everybody under observation from the beginning: Gray's test as without `start`.
{
  d <- people(60, TRUE, FALSE, TRUE); g <- cmprsk::cuminc(d$stop, d$cause, d$group)$Tests
  put("competing-risks", list(start = d$start, stop = d$stop, cause = d$cause, group = d$group),
    list(tests = setNames(lapply(1:2, function(k) list(statistic = g[k, "stat"], df = g[k, "df"], p = g[k, "pv"])), 1:2)))
}
cat(toJSON(cases, auto_unbox = TRUE, digits = I(12), na = "null", null = "null"), "\n")
