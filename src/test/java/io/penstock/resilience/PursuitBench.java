package io.penstock.resilience;

import io.penstock.routing.Plan;
import io.penstock.routing.Target;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What failure handling costs a call that does not fail: three candidates, the first of which answers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PursuitBench {
    private final Bed calm = new Bed();
    private final Bed benched = new Bed(Map.of("a", 5));
    private final Plan plan = new Plan(List.of(Bed.candidates("a/m", "b/m", "c/m")), Bed.RULE);
    private final Random random = new Random(1);

    public PursuitBench() {
        Target other = Bed.candidate("c/n").target();
        benched.cells.charge(other, 0, new Verdict.QuotaGone(), benched.now);
    }

    @Benchmark
    public int succeeds() {
        return call(calm);
    }

    /** The provider has five keys, and somewhere else a key is benched. */
    @Benchmark
    public int succeedsWithOneOfFiveKeysWhileAnotherProviderIsBenched() {
        return call(benched);
    }

    /** The first provider cannot take the request, the second one answers. */
    @Benchmark
    public int succeedsElsewhere() {
        Bed bed = calm;
        bed.now += 1_000_000;
        Pursuit pursuit = new Pursuit(plan, bed.cells, random, true, true, bed.now);
        Pursuit.Move.Ask first = (Pursuit.Move.Ask) pursuit.next(bed.now);
        pursuit.failed(first, new Verdict.Incompatible(), bed.now);
        Pursuit.Move.Ask second = (Pursuit.Move.Ask) pursuit.next(bed.now);
        pursuit.succeeded(second, bed.now);
        return pursuit.attempts();
    }

    private int call(Bed bed) {
        bed.now += 1_000_000;
        Pursuit pursuit = new Pursuit(plan, bed.cells, random, true, true, bed.now);
        Pursuit.Move.Ask ask = (Pursuit.Move.Ask) pursuit.next(bed.now);
        pursuit.succeeded(ask, bed.now);
        return pursuit.attempts();
    }
}
