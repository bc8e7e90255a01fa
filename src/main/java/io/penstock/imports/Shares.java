package io.penstock.imports;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How deployments of one name share its calls, as LiteLLM's simple-shuffle does: by weight, else by rpm, else by tpm, else evenly. */
final class Shares {
    private static final int WEIGHT_MAX = 1_000;

    private Shares() {}

    /** Whole weights by target, from 0 to 1,000 and with no common divisor. */
    static Map<String, Integer> of(List<Deployment> deployments, Findings findings) {
        Map<String, BigDecimal> sums = new LinkedHashMap<>();
        Function<Deployment, @Nullable BigDecimal> measure = measure(deployments);
        for (Deployment deployment : deployments) {
            BigDecimal said = measure.apply(deployment);
            if (said == null) {
                findings.changed(deployment.path(), "has no weight where others of its model_name have: it gets none");
            }
            sums.merge(deployment.target(), said == null ? BigDecimal.ZERO : said, BigDecimal::add);
        }
        if (sums.values().stream().allMatch(sum -> sum.signum() == 0)) {
            sums.replaceAll((target, sum) -> BigDecimal.ONE);
        }
        return whole(sums);
    }

    private static Function<Deployment, @Nullable BigDecimal> measure(List<Deployment> deployments) {
        List<Function<Deployment, @Nullable BigDecimal>> measures = List.of(
                deployment -> deployment.weights().weight(),
                deployment -> deployment.weights().rpm(),
                deployment -> deployment.weights().tpm());
        for (Function<Deployment, @Nullable BigDecimal> measure : measures) {
            if (deployments.stream().anyMatch(deployment -> measure.apply(deployment) != null)) {
                return measure;
            }
        }
        return deployment -> BigDecimal.ONE;
    }

    private static Map<String, Integer> whole(Map<String, BigDecimal> sums) {
        int scale = sums.values().stream().mapToInt(BigDecimal::scale).max().orElse(0);
        BigInteger divisor = BigInteger.ZERO;
        BigInteger largest = BigInteger.ONE;
        Map<String, BigInteger> exact = new LinkedHashMap<>();
        for (Map.Entry<String, BigDecimal> sum : sums.entrySet()) {
            BigInteger weight =
                    sum.getValue().movePointRight(Math.max(0, scale)).toBigInteger();
            exact.put(sum.getKey(), weight);
            divisor = divisor.gcd(weight);
            largest = largest.max(weight);
        }
        boolean small = largest.divide(divisor.max(BigInteger.ONE)).compareTo(BigInteger.valueOf(WEIGHT_MAX)) <= 0;
        BigDecimal unit = new BigDecimal(small ? divisor.max(BigInteger.ONE) : largest);
        BigDecimal times = small ? BigDecimal.ONE : BigDecimal.valueOf(WEIGHT_MAX);
        Map<String, Integer> weights = new LinkedHashMap<>();
        exact.forEach((target, weight) -> {
            int share = new BigDecimal(weight)
                    .multiply(times)
                    .divide(unit, 0, RoundingMode.HALF_UP)
                    .intValue();
            weights.put(target, weight.signum() == 0 ? 0 : Math.max(1, share));
        });
        return weights;
    }
}
