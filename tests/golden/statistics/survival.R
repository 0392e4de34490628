# Prints tests/golden/statistics/survival.json: data made here, R's lung, and what survival and cmprsk say of them.
# R 4.2.2, survival 3.5-3, cmprsk 2.2-11, jsonlite: Rscript survival.R > survival.json
suppressMessages({library(survival); library(cmprsk); library(jsonlite)})
set.seed(17)
cases <- list()
put <- function(name, data, expected) cases[[length(cases) + 1]] <<- list(name = name, data = data, expected = expected)

coxCase <- function(d, ties, words = character(0)) {
  x <- setdiff(names(d), c("time", "start", "stop", "event"))
  y <- if (is.null(d$start)) Surv(d$time, d$event) else Surv(d$start, d$stop, d$event)
  frame <- d[x]
  for (w in words) frame[[w]] <- factor(frame[[w]], levels = names(sort(table(frame[[w]]), decreasing = TRUE)))
  f <- coxph(y ~ ., data = frame, ties = ties, control = coxph.control(eps = 1e-11, toler.chol = 1e-13, iter.max = 50))
  s <- summary(f)$coefficients
  data <- as.list(d[intersect(names(d), c("time", "start", "stop", "event"))])
  data$x <- as.list(d[x]); data$ties <- ties
  put("cox", data, list(coefficients = setNames(lapply(rownames(s), function(r)
    list(estimate = s[r, 1], se = s[r, 3], p = s[r, 5])), rownames(s)),
    logLikelihood = f$loglik[2], nullLogLikelihood = f$loglik[1], concordance = unname(f$concordance["concordance"]),
    scoreTest = list(statistic = f$score)))
}
kmCase <- function(d, delayed = FALSE) {
  y <- if (delayed) Surv(d$start, d$stop, d$event) else Surv(d$time, d$event)
  groups <- sort(unique(d$group))
  out <- lapply(groups, function(g) {
    f <- survfit(y[d$group == g] ~ 1); t <- summary(f)$table
    e <- f$n.event > 0
    list(n = sum(d$group == g), events = unname(t["events"]), median = unname(t["median"]),
         medianInterval = unname(t[c("0.95LCL", "0.95UCL")]), survival = I(f$surv[e]), time = I(f$time[e]),
         se = I(ifelse(f$surv == 0, 0, f$surv * f$std.err)[e]))
  })
  names(out) <- groups
  expected <- list(groups = out)
  if (!delayed && length(groups) > 1) {
    l <- survdiff(y ~ d$group)
    expected$logRank <- list(statistic = l$chisq, df = length(groups) - 1,
                             p = pchisq(l$chisq, length(groups) - 1, lower.tail = FALSE))
  }
  put("kaplan-meier", as.list(d), expected)
}
crCase <- function(d) {
  f <- cuminc(d$time, d$cause, d$group)
  causes <- sort(unique(d$cause[d$cause > 0])); groups <- sort(unique(d$group))
  tests <- setNames(lapply(as.character(causes), function(k)
    list(statistic = f$Tests[k, "stat"], p = f$Tests[k, "pv"])), causes)
  last <- setNames(lapply(groups, function(g) setNames(lapply(causes, function(k) {
    one <- f[[paste(g, k)]]; list(estimate = tail(one$est, 1), variance = tail(one$var, 1))
  }), causes)), groups)
  put("competing-risks", as.list(d), list(tests = tests, last = last))
}

dtCase <- function(d, words = character(0)) {
  x <- setdiff(names(d), c("time", "start", "stop", "event"))
  frame <- d
  for (w in words) frame[[w]] <- factor(frame[[w]], levels = names(sort(table(frame[[w]]), decreasing = TRUE)))
  if (is.null(frame$stop)) { frame$stop <- frame$time; frame$start <- 0 }
  years <- do.call(rbind, lapply(seq_len(nrow(frame)), function(i) { k <- (frame$start[i] + 1):frame$stop[i]
    data.frame(frame[rep(i, length(k)), x, drop = FALSE], k, y = ifelse(k == frame$stop[i], frame$event[i], 0)) }))
  years$time <- years$k / 10; years$time2 <- years$time^2; years$time3 <- years$time^3
  fit <- function(terms) suppressWarnings(glm(reformulate(c("time", "time2", "time3", terms), "y"), binomial("cloglog"), years,
                             control = glm.control(1e-16, 300)))
  f <- fit(x); s <- summary(f)$coefficients
  data <- as.list(d[intersect(names(d), c("time", "start", "stop", "event"))]); data$x <- as.list(d[x])
  put("discrete-time", data, list(coefficients = setNames(lapply(rownames(s), function(r)
    list(estimate = s[r, 1], se = s[r, 2], p = s[r, 4], hazardRatio = exp(s[r, 1]))), rownames(s)),
    logLikelihood = as.numeric(logLik(f)), nullLogLikelihood = as.numeric(logLik(fit(NULL))), aic = AIC(f),
    intervals = nrow(years), statistic = 2 * as.numeric(logLik(f) - logLik(fit(NULL)))))
}

made <- function(n, round_to) {
  group <- sample(c("a", "b", "c"), n, TRUE, c(.5, .3, .2)); age <- round(rnorm(n, 40, 8), 1); home <- rbinom(n, 1, .4)
  t <- rexp(n, .05 * exp(.03 * (age - 40) + .5 * home)); c <- rexp(n, .03)
  data.frame(time = pmax(round(pmin(t, c) / round_to) * round_to, round_to), event = as.integer(t <= c), age, home, group)
}
for (ties in c("efron", "breslow")) {
  coxCase(made(40, .001)[c("time", "event", "age", "home")], ties)
  coxCase(made(120, 4), ties, "group")
  d <- made(90, 2); d$start <- pmax(0, round(d$time * runif(90, -.5, .8))); d$stop <- d$time
  d <- d[d$stop > d$start, ]; coxCase(d[c("start", "stop", "event", "age", "home")], ties)
}
kmCase(made(30, 3)[c("time", "event", "group")]); kmCase(made(120, .01)[c("time", "event", "group")])
kmCase(data.frame(time = c(1, 2, 3, 4, 1, 2, 3, 4), event = c(1, 1, 0, 1, 1, 1, 1, 1), group = rep(c("a", "b"), each = 4)))
kmCase(data.frame(time = c(.1 + .2, .3, .5, .7), event = c(1, 1, 1, 0), group = "all"))
d <- made(80, 2); d$start <- pmax(0, round(d$time * runif(80, -.5, .6))); d$stop <- d$time; d <- d[d$stop > d$start, ]
kmCase(d[c("start", "stop", "event", "group")], delayed = TRUE)
for (n in c(40, 150, 300)) {
  d <- made(n, c(.001, 3, 1)[match(n, c(40, 150, 300))]); d$cause <- d$event * sample(1:3, n, TRUE, c(.5, .3, .2))
  crCase(d[c("time", "cause", "group")])
}
d <- made(60, 5); d$cause <- d$event * sample(1:2, 60, TRUE); d$group <- ifelse(d$group == "a", "x", "y")
crCase(d[c("time", "cause", "group")])
lung <- survival::lung
coxCase(with(na.omit(lung[c("time", "status", "age", "sex", "ph.ecog")]),
  data.frame(time, event = status - 1, age, sex, ph.ecog)), "efron")
coxCase(with(na.omit(lung[c("time", "status", "age", "sex", "ph.ecog")]),
  data.frame(time, event = status - 1, age, sex, ph.ecog)), "breslow")
kmCase(with(lung, data.frame(time, event = status - 1, group = as.character(sex))))
set.seed(1926)
for (n in c(60, 200, 500)) {
  dtCase(made(n, 1)[c("time", "event", "age", "home")])
  d <- made(n, 2); d$start <- pmax(0, round(d$time * runif(n, -.5, .8))); d$stop <- d$time
  d <- d[d$stop > d$start, ]; dtCase(d[c("start", "stop", "event", "age", "group")], "group")
}
d <- with(na.omit(lung[c("time", "status", "age", "sex", "ph.ecog")]),
  data.frame(time = ceiling(time / 30), event = status - 1, age, sex, ph.ecog)); dtCase(d)
cat(toJSON(cases, digits = 14, auto_unbox = TRUE, na = "null"))
