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

# Two-way tables, as margins of what R ships
often <- function(v) { w <- as.character(v[!is.na(v)]); factor(as.character(v), levels = names(sort(table(factor(w,
  unique(w))), decreasing = TRUE))) }
upper <- function(x, df) pchisq(x, df, lower.tail = FALSE)
plain <- function(t) unname(matrix(as.numeric(t), nrow(t)))
tables <- list(margin.table(UCBAdmissions, c(2, 1)), margin.table(UCBAdmissions, c(3, 1)), margin.table(HairEyeColor, 1:2),
  margin.table(HairEyeColor, c(3, 1)), margin.table(Titanic, c(1, 4)), margin.table(Titanic, c(2, 4)), as.matrix(caith),
  table(mtcars$cyl, mtcars$gear), table(mtcars$am, mtcars$vs), table(infert$education, infert$case),
  table(survey$Sex, survey$Smoke), table(survey$Exer, survey$Smoke), table(quine$Age, quine$Lrn), occupationalStatus,
  table(colon$rx, colon$status), table(pbc$trt, pbc$ascites), table(birthwt$race, birthwt$low), table(Cars93$Type, Cars93$Origin))
for (t in tables) { m <- plain(t); f <- quiet(chisq.test(m[rowSums(m) > 0, colSums(m) > 0], correct = FALSE))
  put("chi-square", list(table = m), list(statistic = unname(f$statistic), df = unname(f$parameter), p = f$p.value, n = sum(m),
    standardisedResiduals = unname(f$stdres)))
  if (sum(m) < 300 && length(m) < 16) { g <- fisher.test(m, workspace = 2e8)
    put("fisher", list(table = m), c(list(p = g$p.value), if (length(m) == 4) list(estimateR = unname(g$estimate),
      intervalR = as.numeric(g$conf.int), less = fisher.test(m, alternative = "less")$p.value))) } }
for (o in list(list(c(315, 108, 101, 32), c(9, 3, 3, 1)), list(as.numeric(table(chickwts$feed)), NULL), list(colSums(margin.table(
    HairEyeColor, 1:2)), NULL), list(as.numeric(table(discoveries)), NULL), list(c(651, 2, 40), c(.9, .02, .08)))) {
  w <- if (is.null(o[[2]])) rep(1, length(o[[1]])) else o[[2]]; f <- quiet(chisq.test(o[[1]], p = w / sum(w)))
  put("goodness-of-fit", c(list(observed = unname(o[[1]])), if (!is.null(o[[2]])) list(expected = w)), list(statistic = unname(
    f$statistic), df = unname(f$parameter), p = f$p.value, expected = unname(f$expected))) }

# Matched tables of Agresti's and Sartwell's, and Britain's fathers and sons
coffee <- rbind(c(93, 17, 44, 7, 10), c(9, 46, 11, 0, 9), c(17, 11, 155, 9, 12), c(6, 4, 9, 15, 2), c(10, 4, 12, 2, 27))
opinions <- rbind(c(144, 33, 84, 126), c(2, 4, 14, 29), c(0, 2, 6, 25), c(0, 0, 1, 5))
migration <- rbind(c(11607, 100, 366, 124), c(87, 13677, 515, 302), c(172, 225, 17819, 270), c(63, 176, 286, 10192))
pathologists <- rbind(c(22, 2, 2, 0), c(5, 7, 14, 0), c(0, 2, 36, 0), c(0, 1, 17, 10))
critics <- rbind(c(24, 8, 13), c(8, 13, 11), c(10, 9, 64))
for (m in list(two(9, 16, 37, 82), two(27, 29, 3, 4), two(10, 57, 13, 95), plain(table(mtcars$am, mtcars$vs)))) {
  a <- mcnemar.test(m); b <- mcnemar.test(m, correct = FALSE)
  put("mcnemar", list(table = m), list(statistic = unname(a$statistic), p = a$p.value, uncorrected = list(p = b$p.value),
    exact = list(p = binom.test(m[1, 2], m[1, 2] + m[2, 1])$p.value))) }
for (m in list(coffee, opinions, migration, pathologists, critics, plain(occupationalStatus))) { k <- nrow(m)
  at <- which(upper.tri(m) & m + t(m) > 0); b <- sum((m - t(m))[at]^2 / (m + t(m))[at])
  put("bowker", list(table = m), list(statistic = b, df = length(at), p = upper(b, length(at))))
  d <- (rowSums(m) - colSums(m))[-1]; S <- -(m + t(m)); diag(S) <- rowSums(m) + colSums(m) - 2 * diag(m)
  s <- c(d %*% solve(S[-1, -1]) %*% d); put("stuart-maxwell", list(table = m), list(statistic = s, df = k - 1, p = upper(s, k - 1)))
  p <- m / rowSums(m); v <- qr.solve(rbind(t(p) - diag(k), 1), c(rep(0, k), 1))
  put("transition", list(table = m), list(probabilities = p, stationary = v))
  d <- data.frame(n = c(m), i = factor(row(m)), j = factor(col(m)), diagonal = factor(ifelse(row(m) == col(m), row(m), 0)))
  fit <- function(f) { g <- quiet(glm(f, poisson, d, control = glm.control(1e-12, 200))); list(statistic = g$deviance, df = g$df.residual) }
  # Cells off the diagonal of a class that nobody else chose are no observations; glm counts them.
  open <- colSums(m) > diag(m); quasi <- fit(n ~ i + j + diagonal); quasi$df <- quasi$df - sum(!open) * (k - 2)
  put("mobility-table", list(table = m), list(models = list(independence = fit(n ~ i + j), quasiIndependence = quasi)))
  edges <- which(m > 0, TRUE); L <- -(m + t(m)); diag(L) <- rowSums(m) + colSums(m) - 2 * diag(m)
  v <- c(0, solve(L[-1, -1], (rowSums(m) - colSums(m))[-1])); v <- v - min(v)
  put("springrank", list(edges = lapply(seq_len(nrow(edges)), function(r) list(paste("class", edges[r, 1]), paste("class",
    edges[r, 2]), m[edges[r, , drop = FALSE]]))), list(scores = as.list(setNames(v, paste("class", 1:k)))))
  P <- m / sum(m); a <- rowSums(P); b <- colSums(P); i <- abs(row(P) - col(P))
  for (weights in c("none", "linear", "quadratic")) {
    w <- switch(weights, none = (i == 0) + 0, linear = 1 - i / (k - 1), quadratic = 1 - (i / (k - 1))^2)
    o <- sum(w * P); e <- sum(w * outer(a, b)); v <- (o - e) / (1 - e); h <- outer(c(w %*% b), c(t(w) %*% a), "+")
    put("kappa", list(table = m, weights = weights), list(estimate = v, se = sqrt((sum(P * (w - h * (1 - v))^2) - (v - e * (1 -
      v))^2) / sum(m)) / (1 - e))) } }
for (o in list(c(NA, .15, .3, .8), c(NA, .104, .2, .8), c(80, .4, .6, NA), c(120, .1, .25, NA))) {
  known <- is.na(o[4]); f <- if (known) power.prop.test(n = o[1], p1 = o[2], p2 = o[3]) else power.prop.test(p1 = o[2], p2 = o[3],
    power = o[4], tol = 1e-12)
  if (!known) put("share-difference", list(first = o[2], second = o[3], power = o[4]), list(nEach = f$n))
  else put("share-difference", list(first = o[2], second = o[3], n = o[1]), list(power = f$power)) }

# Two columns and groups
paired <- list(list(sleep$extra[1:10], sleep$extra[11:20]), list(anorexia$Prewt, anorexia$Postwt), list(immer$Y1, immer$Y2),
  list(shoes$A, shoes$B), list(airquality$Temp, airquality$Wind), list(airquality$Ozone, airquality$Solar.R), list(iris$Sepal.Width,
  iris$Petal.Length), list(survey$Wr.Hnd, survey$NW.Hnd), list(cats$Bwt, cats$Hwt))
for (d in paired) { x <- d[[1]]; y <- d[[2]]; e <- na.omit(x - y); f <- quiet(wilcox.test(x, y, paired = TRUE))
  put("wilcoxon", list(x = x, y = y), list(statistic = unname(f$statistic), p = f$p.value))
  put("sign", list(x = x, y = y), list(positive = sum(e > 0), p = binom.test(sum(e > 0), sum(e != 0))$p.value))
  f <- t.test(x, y, paired = TRUE); put("t-test", list(x = x, y = y, paired = TRUE), list(statistic = unname(f$statistic), df =
    unname(f$parameter), p = f$p.value, interval = as.numeric(f$conf.int), effect = list(cohensDz = mean(e) / sd(e)))) }
by <- list(split(mtcars$mpg, mtcars$am), split(ToothGrowth$len, ToothGrowth$supp), split(cats$Hwt, cats$Sex), split(survey$Height,
  survey$Sex), split(infert$age, infert$case), split(quine$Days, quine$Sex), split(birthwt$bwt, birthwt$smoke), split(warpbreaks$breaks,
  warpbreaks$wool), split(sleep$extra, sleep$group), split(CO2$uptake, CO2$Type))
for (g in by) { x <- g[[1]]; y <- g[[2]]; f <- quiet(wilcox.test(x, y)); more <- quiet(wilcox.test(x, y, alternative = "greater"))
  put("mann-whitney", list(x = x, y = y), list(statistic = unname(f$statistic), p = f$p.value, greater = more$p.value))
  f <- t.test(x, y); put("t-test", list(x = x, y = y), list(statistic = unname(f$statistic), df = unname(f$parameter), p = f$p.value,
    interval = as.numeric(f$conf.int), se = f$stderr)) }
for (x in list(precip, rivers, faithful$eruptions, women$height, morley$Speed, airquality$Ozone)) { m <- round(mean(x, na.rm = TRUE)) + 1
  f <- t.test(x, mu = m); put("t-test", list(x = as.numeric(x), mu = m), list(statistic = unname(f$statistic), p = f$p.value,
    interval = as.numeric(f$conf.int))) }
for (g in list(split(InsectSprays$count, InsectSprays$spray), split(PlantGrowth$weight, PlantGrowth$group), split(chickwts$weight,
    chickwts$feed), split(warpbreaks$breaks, warpbreaks$tension), split(iris$Sepal.Length, iris$Species), split(airquality$Solar.R,
    airquality$Month), split(quine$Days, quine$Age), split(morley$Speed, morley$Expt), split(OrchardSprays$decrease,
    OrchardSprays$treatment), split(mtcars$hp, mtcars$gear), split(survey$Pulse, survey$Exer))) { f <- kruskal.test(g)
  put("kruskal", list(groups = unname(lapply(g, I))), list(statistic = unname(f$statistic), df = unname(f$parameter), p = f$p.value)) }
for (o in list(c(1755, 4526), c(711, 2201), c(83, 248), c(59, 189), c(9, 10), c(13, 263))) { f <- prop.test(o[1], o[2], correct = FALSE)
  put("wilson", list(count = o[1], total = o[2]), list(interval = as.numeric(f$conf.int))) }
pairwise <- c(quiet(pairwise.wilcox.test(airquality$Ozone, airquality$Month, p.adjust.method = "none"))$p.value)
for (method in c("holm", "BH", "bonferroni")) for (p in list(pairwise, c(.001, .008, .039, .041, .042, .06, .074, .205, .212, .216,
    .222, .251, .269, .275, .34, .341, .384, .569, .594, .696, .762, .94, .942, .975, .986)))
  put("adjust", list(p = I(p), method = tolower(method)), list(adjusted = I(p.adjust(p, method))))

# Regressions: words as they stand in the data, gaps, weights
words <- function(d) lapply(as.list(d), function(v) if (is.factor(v)) as.character(v) else v)
most <- function(d) as.data.frame(lapply(d, function(v) if (is.factor(v) || is.character(v)) often(v) else v))
named <- function(s, column) as.list(setNames(s[, column], rownames(s)))
flat <- function(t) { d <- as.data.frame(t); d[d$Freq > 0, ] }
logit <- function(d, y, x, w = NULL) { e <- most(d[x]); e$.y <- y; e$.w <- if (is.null(w)) 1 else w
  f <- quiet(glm(reformulate(x, ".y"), binomial, e, weights = .w, control = glm.control(1e-14, 100))); s <- summary(f)$coefficients
  put("logistic", c(list(y = y, x = words(d[x])), if (!is.null(w)) list(weights = w)), list(estimate = named(s, 1), se = named(s, 2),
    pByCoefficient = named(s, 4), deviance = f$deviance, nullDeviance = f$null.deviance)) }
logit(infert, infert$case, c("spontaneous", "induced", "education")); logit(mtcars, mtcars$am, "wt"); logit(mtcars, mtcars$vs, c("hp", "disp"))
u <- flat(UCBAdmissions); logit(u, +(u$Admit == "Admitted"), c("Gender", "Dept"), u$Freq)
u <- flat(Titanic); logit(u, +(u$Survived == "Yes"), c("Class", "Sex", "Age"), u$Freq)
b <- birthwt; b$race <- factor(c("white", "black", "other")[b$race]); logit(b, b$low, c("age", "lwt", "race", "smoke", "ht", "ui"))
logit(Pima.tr, +(Pima.tr$type == "Yes"), names(Pima.tr)[1:7]); logit(bacteria, +(bacteria$y == "y"), c("trt", "week"))
e <- rbind(data.frame(esoph[1:3], y = 1, n = esoph$ncases), data.frame(esoph[1:3], y = 0, n = esoph$ncontrols)); e <- e[e$n > 0, ]
for (v in 1:3) e[[v]] <- factor(as.character(e[[v]])); logit(e, e$y, c("agegp", "alcgp", "tobgp"), e$n)
logit(airquality, +(airquality$Temp > 79), c("Solar.R", "Wind")); logit(survey, +(survey$Sex == "Male"), c("Height", "Exer", "Smoke"))
p <- pbc[pbc$status != 1, ]; logit(p, +(p$status == 2), c("age", "bili", "albumin", "sex"))
proportional <- function(d, y, levels, x, w = rep(1, nrow(d))) { e <- most(d[x]); e$.y <- factor(as.character(y), levels); e$.w <- w
  # polr takes standard errors from finite differences, which want columns of one size.
  size <- sapply(x, function(v) if (is.numeric(e[[v]])) sd(e[[v]], na.rm = TRUE) else NA)
  for (v in x[!is.na(size)]) e[[v]] <- (e[[v]] - mean(e[[v]], na.rm = TRUE)) / size[[v]]
  f <- quiet(polr(reformulate(x, ".y"), e, weights = .w, Hess = TRUE, control = list(reltol = 1e-16, maxit = 2000)))
  b <- coef(summary(f)); b <- b[seq_along(coef(f)), , drop = FALSE]; k <- intersect(rownames(b), x); b[k, ] <- b[k, ] / size[k]; s <- list(estimate = named(b, 1), se = named(b, 2), deviance = f$deviance)
  put("ordinal", c(list(y = as.character(y), levels = levels, x = words(d[x])), if (any(w != 1)) list(weights = w)), s) }
classes <- function(d, y, x, w = rep(1, nrow(d))) { e <- most(d[x]); e$.y <- often(y); e$.w <- w
  f <- multinom(reformulate(x, ".y"), e, weights = .w, trace = FALSE, reltol = 1e-16, abstol = 0, maxit = 5000); m <- summary(f)
  o <- function(v) if (is.matrix(v)) lapply(split(v, rownames(v)), function(r) as.list(setNames(r, colnames(v))))
  put("multinomial", c(list(y = as.character(y), x = words(d[x])), if (any(w != 1)) list(weights = w)), list(deviance = f$deviance,
    estimate = o(m$coefficients), se = o(m$standard.errors))) }
proportional(housing, housing$Sat, levels(housing$Sat), c("Infl", "Type", "Cont"), housing$Freq)
proportional(survey, survey$Smoke, c("Never", "Occas", "Regul", "Heavy"), c("Age", "Sex"))
proportional(survey, survey$Exer, c("None", "Some", "Freq"), c("Sex", "Age")); proportional(mtcars, mtcars$gear, c("3", "4", "5"), c("qsec"))
proportional(quine, quine$Age, paste0("F", 0:3), c("Sex", "Days")); proportional(infert, pmin(infert$parity, 4), paste(1:4), c("age", "education"))
classes(infert, infert$education, c("age", "parity")); classes(mtcars, mtcars$cyl, "qsec"); classes(b, b$race, c("lwt", "smoke", "age"))
classes(survey, survey$Exer, c("Sex", "Age")); classes(iris, iris$Species, "Sepal.Width"); classes(Cars93, Cars93$DriveTrain, c("Price", "Origin"))

# Times to events
surviving <- function(d, x, group = NULL, time = "time", event = +(d$status == max(d$status, na.rm = TRUE)), start = NULL) {
  times <- if (is.null(start)) list(time = d[[time]]) else list(start = d[[start]], stop = d[[time]])
  Y <- if (is.null(start)) Surv(d[[time]], event) else Surv(d[[start]], d[[time]], event)
  if (!is.null(group)) { g <- as.character(d[[group]]); k <- unique(g[!is.na(g)]); l <- if (is.null(start)) survdiff(Y ~ g)
    put("kaplan-meier", c(times, list(event = event, group = g)), c(list(groups = setNames(lapply(k, function(one) {
      s <- summary(survfit(Y[which(g == one)] ~ 1))$table; list(events = s[["events"]], median = real(s[["median"]]), medianInterval =
      real(unname(s[c("0.95LCL", "0.95UCL")]))) }), k)), if (!is.null(l)) list(logRank = list(statistic = l$chisq, df = length(k) - 1,
      p = upper(l$chisq, length(k) - 1))))) }
  e <- most(d[x])
  for (ties in c("efron", "breslow")) { f <- coxph(Y ~ ., e, ties = ties, control = coxph.control(eps = 1e-12, toler.chol = 1e-14, iter.max = 100))
    s <- summary(f)$coefficients; put("cox", c(times, list(event = event, x = words(d[x]), ties = ties)), list(coefficients = setNames(
      lapply(seq_len(nrow(s)), function(r) list(estimate = s[r, 1], se = s[r, 3], p = s[r, 5])), rownames(s)), logLikelihood = f$loglik[2],
      concordance = unname(f$concordance["concordance"]))) } }
surviving(veteran, c("karno", "celltype", "trt", "prior"), "celltype"); surviving(ovarian, c("age", "rx", "resid.ds"), "rx", "futime", ovarian$fustat)
surviving(colon[colon$etype == 2, ], c("rx", "sex", "age", "nodes"), "rx"); surviving(pbc, c("age", "bili", "edema", "sex"), "sex")
surviving(kidney, c("age", "sex", "disease"), "sex"); surviving(mgus2, c("age", "sex", "mspike"), "sex", "futime", mgus2$death)
surviving(heart, c("age", "year", "surgery", "transplant"), "transplant", "stop", heart$event, "start"); surviving(lung, c("age", "sex",
  "ph.karno", "wt.loss"), "ph.ecog"); surviving(gehan, c("treat"), "treat", "time", gehan$cens); surviving(Melanoma, c("age", "thickness", "ulcer"),
  "sex", "time", +(Melanoma$status == 1)); surviving(aml, "x", "x"); surviving(stanford2, c("age", "t5"), NULL); surviving(rats, c("rx", "litter"), "sex")
for (d in list(list(Melanoma$time, c(1, 0, 2)[Melanoma$status], Melanoma$sex), list(pbc$time, pbc$status, pbc$sex), list(pbc$time, pbc$status, pbc$trt),
               list(Melanoma$time, c(1, 0, 2)[Melanoma$status], Melanoma$ulcer))) {
  k <- !is.na(d[[3]]); f <- cuminc(d[[1]][k], d[[2]][k], d[[3]][k]); t <- f$Tests
  put("competing-risks", list(time = d[[1]], cause = d[[2]], group = as.character(d[[3]])), list(tests = setNames(lapply(rownames(t), function(r)
    list(statistic = t[r, "stat"], p = t[r, "pv"])), rownames(t)))) }
years <- function(d, t, event, x) { e <- most(d[x]); rows <- do.call(rbind, lapply(seq_along(t), function(r) data.frame(e[r, , drop = FALSE],
    .k = seq_len(t[r]) / 10, .y = ifelse(seq_len(t[r]) == t[r], event[r], 0), row.names = NULL)))
  f <- glm(.y ~ . - .k + .k + I(.k^2) + I(.k^3), binomial("cloglog"), rows, control = glm.control(1e-15, 200)); s <- summary(f)$coefficients
  s <- s[!grepl(".k", rownames(s), fixed = TRUE) & rownames(s) != "(Intercept)", , drop = FALSE]
  put("discrete-time", list(time = t, event = event, x = words(d[x])), list(intervals = nrow(rows), logLikelihood = as.numeric(logLik(f)),
    coefficients = setNames(lapply(seq_len(nrow(s)), function(r) list(estimate = s[r, 1], se = s[r, 2])), rownames(s)))) }
years(veteran, ceiling(veteran$time / 30), veteran$status, c("karno", "celltype")); years(gehan, gehan$time, gehan$cens, "treat")
years(ovarian, ceiling(ovarian$futime / 100), ovarian$fustat, "age"); years(kidney, ceiling(kidney$time / 30), kidney$status, c("sex", "age"))

# Grouped data
spread <- function(f, of) unname(attr(VarCorr(f)[[of]], "stddev"))
linear <- function(d, y, x, g) { e <- if (length(x)) most(d[x]) else d[y]; e$.y <- d[[y]]; e$.g <- d[[g]]
  for (how in c("REML", "ML")) { f <- quiet(lmer(reformulate(c(if (length(x)) x else "1", "(1 | .g)"), ".y"), e, REML = how == "REML",
      control = lmerControl("bobyqa", optCtrl = list(rhoend = 1e-10)))); s <- summary(f)$coefficients
    put("mixed-linear", c(list(y = d[[y]], group = as.character(d[[g]]), estimator = how), if (length(x)) list(x = words(d[x]))), list(coefficients = setNames(lapply(
      seq_len(nrow(s)), function(r) list(estimate = s[r, 1], se = s[r, 2])), rownames(s)), groupSd = spread(f, ".g"), residualSd = sigma(f),
      logLikelihood = as.numeric(logLik(f)))) } }
linear(sleepstudy, "Reaction", "Days", "Subject"); linear(Penicillin, "diameter", "sample", "plate"); linear(Pastes, "strength", character(), "sample")
linear(as.data.frame(nlme::Orthodont), "distance", c("age", "Sex"), "Subject"); linear(as.data.frame(CO2), "uptake", c("conc", "Treatment"), "Plant")
linear(as.data.frame(ChickWeight), "weight", c("Time", "Diet"), "Chick"); linear(as.data.frame(Loblolly), "height", "age", "Seed")
linear(as.data.frame(nlme::BodyWeight), "weight", c("Time", "Diet"), "Rat")
counted <- function(s, n, d, x, g) { e <- most(d[x]); e$.s <- s; e$.n <- n; e$.g <- d[[g]]
  f <- quiet(glmer(reformulate(c(x, "(1 | .g)"), "cbind(.s, .n - .s)"), e, binomial, control = glmerControl("bobyqa", optCtrl = list(rhoend = 1e-10,
    maxfun = 1e5), tolPwrss = 1e-12))); b <- fixef(f)
  put("mixed-logistic", list(success = s, trials = n, x = words(d[x]), group = as.character(d[[g]])), list(coefficients = lapply(as.list(b), function(v)
    list(estimate = v)), groupSd = spread(f, ".g"), logLikelihood = as.numeric(logLik(f)))) }
counted(cbpp$incidence, cbpp$size, cbpp, "period", "herd"); counted(+(bacteria$y == "y"), rep(1, nrow(bacteria)), bacteria, c("trt", "week"), "ID")
gt <- grouseticks; gt$high <- (gt$HEIGHT - 450) / 100; gt$YEAR <- paste0("y", gt$YEAR); counted(+(gt$TICKS > 0), rep(1, nrow(gt)), gt, c("YEAR", "high"), "BROOD")
counted(+(ChickWeight$weight > 100), rep(1, nrow(ChickWeight)), transform(as.data.frame(ChickWeight), Time = Time / 10), c("Time", "Diet"), "Chick")

cat(toJSON(cases, digits = I(12), auto_unbox = TRUE, na = "null", null = "null"))
