# Prints tests/golden/statistics/shapes.json: the statistics that a study of careers needs, asked with what its tables
# look like: rows in no order, missing values, groups of numbers and of words, one group, people with several rows,
# events coded 1 and 2, three causes and more, equal sequences, states that are numbers, institutions that only keep
# their own; and what R says of them. R 4.2.2, survival 3.5-3, cmprsk 2.2-11, lme4 1.1-31, cluster 2.1.4, MASS 7.3-58,
# jsonlite: Rscript shapes.R > shapes.json (another seed: shapes.R SEED). Distances of sequences are computed here from
# their definitions, the null model from all tables with the margins of the moves, the variance of κ by differences.
suppressMessages(for (p in c("survival", "cmprsk", "lme4", "MASS", "cluster", "jsonlite")) library(p, character.only = TRUE))
seed <- commandArgs(TRUE); set.seed(if (length(seed)) as.integer(seed[1]) else 1939)
cases <- list()
put <- function(name, data, expected) cases[[length(cases) + 1]] <<- list(name = name, data = data, expected = expected)
quiet <- function(x) suppressMessages(suppressWarnings(x))
holes <- function(v, share) { v[sample(length(v), ceiling(share * length(v)))] <- NA; v }
often <- function(v) { w <- v[!is.na(v)]; factor(v, levels = names(sort(table(factor(w, unique(w))), decreasing = TRUE))) }
inOrder <- function(v) { u <- unique(v[!is.na(v)]); if (is.numeric(v)) sort(u) else u }

# Kaplan–Meier and log-rank
words <- list(c("a", "b"), c(10, 9, 2), "one", c("男", "女"), c("10", "9"), c(0, 1), c("x", "y", "z", "u", "v"), c("a", "a b", "A"))
for (i in 1:24) {
  n <- c(8, 15, 30, 60, 120, 400, 25, 12)[(i - 1) %% 8 + 1]; names <- words[[(i - 1) %% 8 + 1]]
  g <- if (length(names) == 1) rep(names, n) else sample(names, n, TRUE); t <- round(rexp(n, .08), i %% 3) + (i %% 4) / 4
  e <- rbinom(n, 1, c(.3, .7, 1)[i %% 3 + 1]); e[1] <- 1
  start <- if (i %% 5 == 0) round(t - rexp(n, .1), 1) - 1
  shown <- t; if (i > 8) { shown <- holes(t, .1); e <- holes(e, .05); if (length(names) > 1) g <- holes(g, .05) }
  ok <- !is.na(shown) & !is.na(e) & !is.na(g); if (!any(e[ok] == 1)) next
  Y <- if (is.null(start)) Surv(t, e) else Surv(start, t, e); Y <- Y[ok]; k <- inOrder(g[ok]); G <- g[ok]
  coded <- switch(i %% 3 + 1, e, e == 1, e + 1)
  groups <- lapply(k, function(one) { f <- survfit(Y[G == one] ~ 1); s <- summary(f)$table; at <- f$n.event > 0; last <- f$surv[at] == 0
    list(n = sum(G == one), events = unname(s["events"]), median = unname(s["median"]), medianInterval =
      unname(s[c("0.95LCL", "0.95UCL")]), survival = I(f$surv[at]), time = I(f$time[at]),
      se = I(ifelse(last, 0, f$std.err[at] * f$surv[at])), low = I(ifelse(last, NA, f$lower[at])), high = I(ifelse(last, NA, f$upper[at]))) })
  # survdiff knows no delayed entry: the score test of Cox's model is the log-rank test but for its variance of ties.
  l <- if (is.null(start) && length(k) > 1) tryCatch(survdiff(Y ~ G), error = function(e) NULL)
  df <- if (!is.null(l)) sum(l$exp > 1e-12) - 1 else 0
  times <- if (is.null(start)) list(time = shown) else list(start = start, stop = shown)
  put("kaplan-meier", c(times, list(event = coded, group = g)), c(list(n = sum(ok), excluded = n - sum(ok), groups = setNames(groups, k)),
    if (df > 0) list(logRank = list(statistic = l$chisq, df = df, p = pchisq(l$chisq, df, lower.tail = FALSE)))))
}

# Cox: one row a person, or one for each time that something changes; both ways to treat ties
for (i in 1:20) for (ties in c("efron", "breslow")) {
  n <- c(30, 60, 45, 200, 90, 40, 1500, 70, 120, 35)[(i - 1) %% 10 + 1]
  person <- data.frame(born = 1950 + sample(40, n, TRUE), woman = rbinom(n, 1, .4), tier = sample(c("985", "211", "other"), n, TRUE, c(.3, .2, .5)))
  hazard <- .06 * exp(.02 * (person$born - 1970) - .4 * person$woman + .5 * (person$tier == "985"))
  t <- ceiling(rexp(n, hazard) * c(1, .3)[i %% 2 + 1]); event <- rbinom(n, 1, .75); event[1:3] <- 1
  d <- data.frame(start = 0, stop = pmax(t, 1), event, person, abroad = 0)
  if (i %% 3 == 0) { # went abroad on the way: two rows
    half <- which(d$stop >= 4); later <- d[half, ]; d$stop[half] <- floor(d$stop[half] / 2); later$start <- d$stop[half]
    d$event[half] <- 0; later$abroad <- rbinom(length(half), 1, .6); d <- rbind(d, later) }
  if (i %% 4 == 0) d$start <- d$start - 5 * (d$start == 0) * rbinom(nrow(d), 1, .3)
  d <- d[sample(nrow(d)), ]
  if (i > 10) { d$born <- holes(d$born, .04); d$tier <- holes(d$tier, .04) }
  use <- c("born", "woman", "tier", if (i %% 3 == 0) "abroad"); if (i %% 5 == 0) use <- rev(use)
  f <- tryCatch(quiet(coxph(reformulate(use, "Surv(start, stop, event)"), within(d, tier <- often(ifelse(is.na(born), NA, tier))), ties = ties,
    control = coxph.control(eps = 1e-12, toler.chol = 1e-15, iter.max = 60))), error = function(e) NULL)
  if (is.null(f) || max(abs(coef(f))) > 6) next
  s <- summary(f)$coefficients; plain <- all(d$start == 0)
  x <- as.list(d[use]); if (i %% 2) x$woman <- x$woman == 1
  put("cox", c(if (plain) list(time = d$stop) else list(start = d$start, stop = d$stop), list(event = if (i %% 7 == 0) d$event + 1 else d$event,
    x = x, ties = ties, reference = list(tier = levels(often(ifelse(is.na(d$born), NA, d$tier)))[1]))), list(n = f$n, events = f$nevent, coefficients = setNames(
    lapply(rownames(s), function(r) list(estimate = s[r, 1], se = s[r, 3], p = s[r, 5])), rownames(s)), logLikelihood = f$loglik[2],
    nullLogLikelihood = f$loglik[1], concordance = unname(f$concordance["concordance"]), scoreTest = list(statistic = f$score)))
}

# Competing risks: up to four causes, any numbers of groups
for (i in 1:24) {
  n <- c(20, 60, 150, 40, 800, 90, 30, 250)[(i - 1) %% 8 + 1]; names <- words[[(i + 1) %% 8 + 1]]
  g <- if (length(names) == 1) rep(names, n) else sample(names, n, TRUE); t <- round(rexp(n, .1) * c(1, 3, 20)[i %% 3 + 1], i %% 2)
  cause <- sample(c(0, list(1:2, 1:3, c(1, 3, 7), 1:4, 2)[[i %% 5 + 1]]), n, TRUE)
  if (i > 12) { t <- holes(t, .05); cause <- holes(cause, .05) }
  ok <- !is.na(t) & !is.na(cause); k <- inOrder(g[ok]); causes <- sort(unique(cause[ok & cause > 0]))
  f <- cuminc(t[ok], cause[ok], g[ok]); enough <- all(table(factor(g[ok], k), factor(cause[ok], causes)) > 0); if (!enough) next
  last <- setNames(lapply(k, function(one) setNames(lapply(causes, function(c) { o <- f[[if (length(k) > 1) paste(one, c) else paste("1", c)]]
    if (is.null(o)) o <- f[[grep(paste0(" ", c, "$"), names(f))[1]]]; list(estimate = tail(o$est, 1), variance = tail(o$var, 1)) }), causes)), k)
  fine <- if (length(k) > 1) causes[f$Tests[as.character(causes), "stat"] > 0] else c()
  put("competing-risks", list(time = t, cause = cause, group = g), c(list(n = sum(ok), excluded = n - sum(ok), last = last), if (length(fine)) list(tests =
    setNames(lapply(as.character(fine), function(c) list(statistic = f$Tests[c, "stat"], p = f$Tests[c, "pv"], df = f$Tests[c, "df"])), fine))))
}

# Mixed logistic: groups of numbers or words, missing values, rows without trials, a class of words, nearly no spread
for (i in 1:20) {
  k <- c(10, 12, 30, 15, 80)[(i - 1) %% 5 + 1]; n <- k * c(4, 10, 6, 20)[(i - 1) %% 4 + 1]
  g <- c(seq_len(k), sample(k, n - k, TRUE)); u <- rnorm(k, sd = c(.7, 1.2, .2, 2)[(i - 1) %% 4 + 1])
  x <- data.frame(years = sample(30, n, TRUE), field = sample(c("piano", "voice", "theory"), n, TRUE, c(.5, .3, .2)))
  trials <- if (i %% 2) rep(1, n) else sample(0:12, n, TRUE); s <- rbinom(n, trials, plogis(u[g] + .03 * (x$years - 15) + .5 * (x$field == "voice")))
  d <- data.frame(s, trials, x, g); if (i > 8) { d$years <- holes(d$years, .03); d$field <- holes(d$field, .03) }
  keep <- d$trials > 0 & complete.cases(d); reference <- levels(often(ifelse(keep, d$field, NA)))[1]
  fit <- d[keep, ]; fit$field <- relevel(factor(fit$field), reference); fit$y <- (fit$years - 15) / 10
  f <- quiet(glmer(cbind(s, trials - s) ~ y + field + (1 | g), fit, binomial, control = glmerControl("bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e5), tolPwrss = 1e-12)))
  b <- summary(f)$coefficients[-1, ]; unit <- ifelse(rownames(b) == "y", 10, 1); rownames(b)[rownames(b) == "y"] <- "years"
  if (max(abs(b[, 1])) > 6) next
  put("mixed-logistic", c(list(success = d$s), if (!i %% 2) list(trials = d$trials), list(x = as.list(d[c("years", "field")]), group = if (i %% 3) d$g else
    paste("school", d$g), reference = list(field = reference))), list(n = sum(keep), coefficients = setNames(lapply(seq_len(nrow(b)), function(r)
    list(estimate = b[[r, 1]] / unit[r])), rownames(b)), groupSd = if (isSingular(f)) 0 else unname(attr(VarCorr(f)$g, "stddev")),
    logLikelihood = as.numeric(logLik(f))))
}

# The null model: all tables of a stratum's leavers and arrivals without a diagonal, each as often as it comes about
tablesOf <- function(rows, columns) { # of the numbers between institutions, and log of how many permutations lead to each
  k <- length(rows); found <- list(); m <- matrix(0, k, k)
  fill <- function(i, left) {
    if (i > k) { if (all(left == 0)) found[[length(found) + 1]] <<- m; return(invisible()) }
    place <- function(j, rest) {
      if (j > k) { if (rest == 0) fill(i + 1, left - m[i, ]); return(invisible()) }
      for (v in if (j == i) 0 else 0:min(rest, left[j])) { m[i, j] <<- v; place(j + 1, rest - v) }
      m[i, j] <<- 0 }
    place(1, rows[i]) }
  fill(1, columns); found }
for (i in 1:20) {
  k <- c(3, 4, 3, 4, 5)[(i - 1) %% 5 + 1]; names <- list(letters[1:k], seq_len(k) * 7, c("北京", "上海", "Ü", "d d", "e")[1:k])[[i %% 3 + 1]]
  level <- list(1:5, c(1, 1, 2, 2, 3), c(2, 1, 3, 1, 1), c(-1, 0, 2.5, 0, 1))[[(i - 1) %% 4 + 1]][1:k]
  sizes <- list(c(9, 6), 8, c(14, 3, 1), c(7, 5), 6)[[(i - 1) %% 5 + 1]]
  moves <- do.call(rbind, lapply(seq_along(sizes), function(s) t(replicate(sizes[s], c(sample(k, 2, prob = k:1), s)))))
  change <- outer(seq_len(k), seq_len(k), function(a, b) sign(level[b] - level[a]))
  # Of (up, down): the distribution of one stratum, and of their sum.
  of <- function(r) { m <- table(factor(moves[r, 1], 1:k), factor(moves[r, 2], 1:k)); all <- tablesOf(rowSums(m), colSums(m))
    w <- sapply(all, function(t) exp(-sum(lgamma(t + 1)))); data.frame(up = sapply(all, function(t) sum(t[change < 0])), down =
    sapply(all, function(t) sum(t[change > 0])), w = w / sum(w)) }
  whole <- Reduce(function(a, b) { g <- expand.grid(x = seq_len(nrow(a)), y = seq_len(nrow(b)))
    aggregate(w ~ up + down, data.frame(up = a$up[g$x] + b$up[g$y], down = a$down[g$x] + b$down[g$y], w = a$w[g$x] * b$w[g$y]), sum) },
    lapply(split(seq_len(nrow(moves)), moves[, 3]), of))
  whole$same <- nrow(moves) - whole$up - whole$down; seen <- change[moves[, 1:2]]
  observed <- c(up = sum(seen < 0), down = sum(seen > 0), same = sum(seen == 0)); each <- names(observed)
  put("null-model", list(moves = c(lapply(seq_len(nrow(moves)), function(r) if (i %% 2) list(names[moves[r, 1]], names[moves[r, 2]], paste0("s", moves[r, 3])) else
      list(names[moves[r, 1]], names[moves[r, 2]], moves[r, 3])), list(list(names[1], names[1], if (i %% 2) "s1" else 1)), list(list(names[1], "unknown", "s1"))),
    levels = as.list(setNames(level, names)), draws = 4e4, seed = i), list(observed = as.list(observed),
    expected = as.list(sapply(each, function(o) sum(whole[[o]] * whole$w))), p = as.list(sapply(each, function(o) sum(whole$w[whole[[o]] >= observed[[o]]]))),
    pFewer = as.list(sapply(each, function(o) sum(whole$w[whole[[o]] <= observed[[o]]]))), n = nrow(moves), excluded = 2))
}

# Sequences: states that are numbers or words, equal ones, ends that are missing
align <- function(a, b, cost, indel) { d <- matrix(0, length(a) + 1, length(b) + 1); d[, 1] <- 0:length(a) * indel; d[1, ] <- 0:length(b) * indel
  for (i in seq_along(a)) for (j in seq_along(b)) d[i + 1, j + 1] <- min(d[i, j + 1] + indel, d[i + 1, j] + indel, d[i, j] + cost[a[i], b[j]])
  d[length(a) + 1, length(b) + 1] }
for (i in 1:24) {
  states <- list(c("1", "2", "10"), c("副教授", "教授", "讲师"), c("a", "b", "a,b", "c d"), LETTERS[1:8])[[(i - 1) %% 4 + 1]]
  n <- c(4, 9, 14, 22, 30)[(i - 1) %% 5 + 1]; longest <- c(3, 8, 15, 30, 6)[i %% 5 + 1]
  s <- lapply(seq_len(n), function(r) { v <- sample(states, 1); l <- if (i %% 3 == 0) sample(longest, 1) else longest
    while (length(v) < l) v <- c(v, if (runif(1) < .5) tail(v, 1) else sample(states, 1)); v })
  if (i %% 4 == 1) s[[n]] <- s[[1]]
  given <- lapply(seq_len(n), function(r) { v <- if (i %% 4 == 1) as.numeric(s[[r]]) else s[[r]]; I(if (i %% 3 == 0 && i %% 2) c(v, rep(NA, longest - length(v))) else v) })
  a <- sort(unique(unlist(s))); m <- length(a); seen <- Reduce(`+`, lapply(s, function(v) unclass(table(factor(head(v, -1), a), factor(tail(v, -1), a)))))
  rate <- seen / pmax(1, rowSums(seen)); two <- matrix(2, m, m, dimnames = list(a, a)); diag(two) <- 0; trate <- 2 - rate - t(rate); diag(trate) <- 0
  indel <- c(1, .4, 1.7, 3)[i %% 4 + 1]; pairs <- function(f) outer(seq_len(n), seq_len(n), Vectorize(function(p, q) f(s[[p]], s[[q]])))
  D <- list(constant = pairs(function(x, y) align(x, y, two, indel)), "transition-rates" = pairs(function(x, y) align(x, y, trate, indel)))
  for (costs in names(D)) { d <- D[[costs]]
    put("sequence-distances", list(sequences = given, method = "OM", costs = costs, indel = indel), list(mean = mean(d[lower.tri(d)]), matrix = d, n = n)) }
  put("sequence-distances", list(sequences = given, method = "LCS"), list(matrix = pairs(function(x, y) align(x, y, two, 1))))
  if (i %% 3) for (costs in names(D)) put("sequence-distances", list(sequences = given, method = "HAM", costs = costs), list(matrix =
    pairs(function(x, y) sum((if (costs == "constant") two / 2 else trate)[cbind(x, y)]))))
  d <- D[["transition-rates"]]; data <- list(sequences = given, costs = "transition-rates", indel = indel)
  label <- list(c("f", "m"), c(3, 1, 2), c("solo", rep("rest", n - 1)))[[i %% 3 + 1]]; label <- if (length(label) == n) label else sample(rep_len(label, n))
  spread <- function(r) sum(d[r, r]) / 2 / length(r); within <- sum(tapply(seq_len(n), label, spread)); groups <- length(unique(label)); all <- spread(seq_len(n))
  if (all > 0) put("sequence-clusters", c(data, list(labels = label)), list(asw = mean(silhouette(as.integer(factor(label)), as.dist(d))[, 3]), sizes =
    I(sort(as.integer(table(label)), decreasing = TRUE)), discrepancy = list(pseudoR2 = 1 - within / all, pseudoF = (all - within) / (groups - 1) / (within / (n - groups)))))
  # R breaks ties by the order of the rows: only what is the same in eight orders.
  distinct <- length(unique(s)); orders <- c(list(seq_len(n)), replicate(8, sample(n), simplify = FALSE))
  stable <- function(answer) { all <- lapply(orders, answer); if (all(sapply(all, function(o) isTRUE(all.equal(o, all[[1]], tolerance = 1e-9))))) all[[1]] }
  for (k in 2:4) if (k < distinct) {
    w <- stable(function(o) { h <- hclust(as.dist(d[o, o]), "ward.D2"); c <- cutree(h, k); list(heights = I(h$height), sizes = I(sort(as.integer(table(c)),
      decreasing = TRUE)), asw = mean(silhouette(c, as.dist(d[o, o]))[, 3])) })
    if (!is.null(w)) put("sequence-clusters", c(data, list(clusters = k, linkage = "ward")), w)
    w <- stable(function(o) { f <- pam(as.dist(d[o, o]), k, diss = TRUE); list(sizes = I(sort(as.integer(table(f$clustering)), decreasing = TRUE)), asw = f$silinfo$avg.width) })
    if (!is.null(w)) put("sequence-clusters", c(data, list(clusters = k, linkage = "pam")), w) }
}

# SpringRank: the system of normal equations by part, institutions that keep their own, numbers as names, moves without a count
for (i in 1:24) {
  n <- c(3, 5, 10, 25, 60, 4)[(i - 1) %% 6 + 1]; e <- data.frame(f = sample(n, 2 * n + 1, TRUE), t = sample(n, 2 * n + 1, TRUE), w = list(1, c(1, 2, 3), c(.25, 10), c(1, 1e4))[[
    (i - 1) %% 4 + 1]][sample(4, 2 * n + 1, TRUE) %% c(1, 3, 2, 2)[(i - 1) %% 4 + 1] + 1])
  if (i %% 3 == 0) e <- e[e$f %% 2 == e$t %% 2, ]; e <- rbind(e, c(1, 2, 1), c(n + 1, n + 1, 4)); N <- unique(c(rbind(e$f, e$t))); k <- length(N)
  A <- unclass(xtabs(w ~ factor(f, N) + factor(t, N), e)); diag(A) <- 0; L <- diag(rowSums(A) + colSums(A), k) - A - t(A); b <- rowSums(A) - colSums(A)
  # Scores of a part around 0: its system and that their sum is 0, by least squares.
  part <- seq_len(k); for (r in part) for (j in part) { o <- c(j, which(A[j, ] + A[, j] > 0)); part[part %in% part[o]] <- min(part[o]) }
  v <- numeric(k); for (p in unique(part)) { o <- which(part == p); if (length(o) > 1) v[o] <- qr.solve(rbind(L[o, o], 1), c(b[o], 0)) }
  v <- v - min(v); name <- function(j) if (i %% 2) j else paste("school", j)
  put("springrank", list(edges = lapply(seq_len(nrow(e)), function(r) c(list(name(e$f[r]), name(e$t[r])), if (e$w[r] != 1) list(e$w[r])))),
    list(scores = as.list(setNames(v, name(N))), components = length(unique(part))))
}

# Units to double-code: the variance of κ in a sample of a table, from κ's own differences
for (i in 1:24) {
  m <- list(c(.5, .5), c(70, 20, 10), c(1, 1, 1, 1), c(.9, .1), c(5, 0, 3, 2), c(.97, .02, .01), rep(1, 9))[[(i - 1) %% 7 + 1]]
  kappa <- c(0, .4, .61, .8, .95)[i %% 5 + 1]; half <- c(.05, .1, .2)[i %% 3 + 1]; p <- m[m > 0] / sum(m)
  table <- (1 - kappa) * outer(p, p) + diag(kappa * p)
  of <- function(t) { t <- t / sum(t); e <- sum(rowSums(t) * colSums(t)); (sum(diag(t)) - e) / (1 - e) }
  slope <- sapply(seq_along(table), function(c) { h <- 1e-5 * table[c]; if (h == 0) return(0); up <- down <- table; up[c] <- up[c] + h; down[c] <- down[c] - h
    (of(up) - of(down)) / (2 * h) })
  variance <- sum(table * slope^2) - sum(table * slope)^2; units <- qnorm(.975)^2 * variance / half^2
  # By differences the last unit is not certain.
  if (abs(units - round(units)) > 1e-4) put("kappa-sample-size", list(margins = m, kappa = kappa, halfWidth = half, simulations = 100), list(units = max(2, ceiling(units)),
    agreement = sum(diag(table))))
}

# Mobility tables with gaps: cells that a model must fit as 0 are no data (Fienberg & Rinaldo 2012)
for (i in 1:24) {
  k <- c(3, 4, 5, 4)[(i - 1) %% 4 + 1]; m <- matrix(rpois(k * k, c(.8, 2, 5)[i %% 3 + 1]), k); if (i %% 5 == 0) m[1, -1] <- 0; if (i %% 5 == 1) m[-2, 2] <- 0
  diag(m) <- diag(m) + 1; if (sum(m) == sum(diag(m))) next
  d <- data.frame(n = c(m), i = factor(row(m)), j = factor(col(m)), pair = factor(paste(pmin(row(m), col(m)), pmax(row(m), col(m)))),
    diagonal = factor(ifelse(row(m) == col(m), row(m), 0)))
  fit <- function(formula) { f <- tryCatch(quiet(glm(formula, poisson, d)), error = function(e) NULL); if (is.null(f) || f$deviance > 1e3) return(NULL)
    e <- d[fitted(f) > 1e-6, ]; f <- tryCatch(quiet(glm(formula, poisson, e, control = glm.control(1e-12, 100))), error = function(e) NULL)
    if (is.null(f) || any(fitted(f) < 1e-7)) NULL else list(statistic = max(0, f$deviance), df = f$df.residual) }
  models <- list(quasiIndependence = fit(n ~ i + j + diagonal), quasiSymmetry = fit(n ~ i + j + pair)); models <- models[!sapply(models, is.null)]
  if (length(models)) put("mobility-table", list(table = m), list(share = 1 - sum(diag(m)) / sum(m), models = models))
}
cat(toJSON(cases, digits = I(12), auto_unbox = TRUE, na = "null", null = "null"))
