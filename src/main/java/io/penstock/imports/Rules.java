package io.penstock.imports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A rule for each {@code model_name}: its deployments share the calls, and its fallbacks follow. */
final class Rules {
    static final int RULES_MAX = 1_000;
    private static final int NAME_CHARS_MAX = 60;
    private static final int POSITION = 1000;
    /** As many models as a rule may lead to. */
    private static final int MODELS_MAX = 32;

    /** As many as may share the calls of a rule. */
    private static final int DEPLOYMENTS_MAX = 100;

    private static final int ATTEMPTS_MAX = 10;

    private final RouterWords words;
    private final Findings findings;
    private final Map<String, List<Deployment>> groups = new LinkedHashMap<>();
    private final Map<String, Deployment> byId = new LinkedHashMap<>();
    private final Map<String, List<String>> aliases = new LinkedHashMap<>();
    private final Naming naming = new Naming(NAME_CHARS_MAX, name -> name.isEmpty());

    Rules(List<Deployment> deployments, RouterWords words, Findings findings) {
        this.words = words;
        this.findings = findings;
        for (Deployment deployment : deployments) {
            groups.computeIfAbsent(deployment.group(), group -> new ArrayList<>())
                    .add(deployment);
            if (deployment.ownId() != null) {
                byId.putIfAbsent(deployment.ownId(), deployment);
            }
        }
        words.aliases.forEach((alias, target) -> {
            if (groups.containsKey(target) && !groups.containsKey(alias)) {
                aliases.computeIfAbsent(target, group -> new ArrayList<>()).add(alias);
            } else {
                findings.lost(
                        "router_settings.model_group_alias." + alias,
                        groups.containsKey(alias) ? "is a model_name itself" : "leads to no model_name of this file");
            }
        });
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        groups.forEach((group, deployments) -> {
            String from = deployments.getFirst().path();
            if (rows.size() >= RULES_MAX) {
                findings.lost(from, "is one model_name too many: there may be " + RULES_MAX + " rules");
            } else {
                String name = naming.name("rule", group);
                rows.add(new Row(Row.Kind.RULE, name, "", POSITION + rows.size(), spec(group, deployments), from));
            }
        });
        unused(words.fallbacks);
        unused(words.windowFallbacks);
        unused(words.policyFallbacks);
        return rows;
    }

    private void unused(Map<String, List<RouterWords.Named>> leads) {
        leads.forEach((group, named) -> {
            if (!groups.containsKey(group)) {
                String path = named.getFirst().path();
                findings.lost(
                        path.substring(0, path.lastIndexOf('[')), "is for a model_name that the file does not have");
            }
        });
    }

    private ObjectNode spec(String group, List<Deployment> deployments) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        ArrayNode models = spec.putArray("models").add(group);
        aliases.getOrDefault(group, List.of()).forEach(models::add);
        List<List<Deployment>> ordered = ordered(bounded(deployments));
        lead(spec, ordered.getFirst());
        Set<String> own = targets(ordered.getFirst());
        Set<String> others = new LinkedHashSet<>();
        ordered.stream().skip(1).forEach(later -> others.addAll(targets(later)));
        boolean filtered = fallbacks(group, others);
        others.removeAll(own);
        if (own.size() + others.size() > MODELS_MAX) {
            findings.lost(
                    deployments.getFirst().path(),
                    "leads to more than " + MODELS_MAX + " models with its fallbacks: the last are left out");
        }
        List<String> kept =
                others.stream().limit(Math.max(0, MODELS_MAX - own.size())).toList();
        if (!kept.isEmpty()) {
            kept.forEach(spec.putArray("fallbacks")::add);
        }
        if (filtered) {
            spec.put("reroute_filtered", true);
        }
        attempts(spec, own.size() + kept.size());
        seconds(spec, deployments);
        return spec;
    }

    private List<Deployment> bounded(List<Deployment> deployments) {
        if (deployments.size() > DEPLOYMENTS_MAX) {
            findings.lost(
                    deployments.get(DEPLOYMENTS_MAX).path(),
                    "is one deployment of its model_name too many: there may be " + DEPLOYMENTS_MAX
                            + ", and the others are left out");
        }
        return deployments.subList(0, Math.min(deployments.size(), DEPLOYMENTS_MAX));
    }

    /** Those of the smallest order first; those without one last, as LiteLLM asks none of them before. */
    private static List<List<Deployment>> ordered(List<Deployment> deployments) {
        TreeMap<Integer, List<Deployment>> byOrder = new TreeMap<>();
        boolean any = deployments.stream().anyMatch(deployment -> deployment.order() != null);
        for (Deployment deployment : deployments) {
            int order = deployment.order() == null ? any ? Integer.MAX_VALUE : 0 : deployment.order();
            byOrder.computeIfAbsent(order, key -> new ArrayList<>()).add(deployment);
        }
        return List.copyOf(byOrder.values());
    }

    private static Set<String> targets(List<Deployment> deployments) {
        Set<String> targets = new LinkedHashSet<>();
        deployments.forEach(deployment -> targets.add(deployment.target()));
        return targets;
    }

    /** Who is asked first. */
    private void lead(ObjectNode spec, List<Deployment> first) {
        Set<String> targets = targets(first);
        if (targets.size() == 1) {
            spec.putArray("pin").add(targets.iterator().next());
            return;
        }
        RouterWords.Strategy strategy = words.strategy;
        if (strategy != RouterWords.Strategy.SHARE && isLikelyOffered(first)) {
            findings.changed(
                    first.getFirst().path(),
                    "shares the calls by weight: only under a name that no provider lists is one"
                            + " chosen by latency or price");
            strategy = RouterWords.Strategy.SHARE;
        }
        switch (strategy) {
            case FASTEST, CHEAPEST -> {
                targets.forEach(spec.putArray("choose_from")::add);
                spec.put("objective", strategy == RouterWords.Strategy.FASTEST ? "latency" : "price");
            }
            case SHARE -> {
                ArrayNode split = spec.putArray("split");
                Shares.of(first, findings)
                        .forEach((target, weight) ->
                                split.addObject().put("to", target).put("weight", weight));
            }
        }
    }

    /** Whether a provider is likely to list the name itself, as the id of a model. */
    private static boolean isLikelyOffered(List<Deployment> deployments) {
        String group = deployments.getFirst().group();
        return Vendor.prefixOf(group) != null
                || deployments.stream().anyMatch(deployment -> deployment.id().equals(group));
    }

    /** Adds what is tried after them; whether a content filter's refusal moves on as well. */
    private boolean fallbacks(String group, Set<String> targets) {
        List<RouterWords.Named> general = words.fallbacks.get(group);
        (general == null ? words.defaults : general).forEach(named -> targets.addAll(meant(named)));
        List<RouterWords.Named> longer = words.windowFallbacks.getOrDefault(group, List.of());
        for (RouterWords.Named named : longer) {
            if (targets.addAll(meant(named))) {
                findings.changed(named.path(), "is tried after any failure, not only where a request is too long");
            }
        }
        List<RouterWords.Named> milder = words.policyFallbacks.getOrDefault(group, List.of());
        for (RouterWords.Named named : milder) {
            if (targets.addAll(meant(named))) {
                findings.changed(named.path(), "is tried after any failure, a content filter's refusal included");
            }
        }
        return !milder.isEmpty();
    }

    private Set<String> meant(RouterWords.Named named) {
        String group = words.aliases.getOrDefault(named.name(), named.name());
        List<Deployment> deployments = groups.get(group);
        if (deployments != null) {
            Set<String> targets = new LinkedHashSet<>();
            ordered(deployments).forEach(each -> targets.addAll(targets(each)));
            return targets;
        }
        Deployment single = byId.get(named.name());
        if (single != null) {
            return Set.of(single.target());
        }
        findings.lost(named.path(), "names neither a model_name nor a deployment's id of this file");
        return Set.of();
    }

    private void attempts(ObjectNode spec, int models) {
        if (words.retries != null) {
            int attempts = words.retries + models;
            spec.put("attempts_max", Math.min(attempts, ATTEMPTS_MAX));
        }
    }

    private void seconds(ObjectNode spec, List<Deployment> deployments) {
        Integer answer = longest(deployments, true, words.answerSeconds);
        Integer stream = longest(deployments, false, words.streamSeconds);
        Integer first = stream == null ? answer : stream;
        if (first != null) {
            spec.put("first_token_seconds", Math.min(first, Seconds.STREAM_MAX));
        }
        if (answer != null) {
            spec.put("answer_seconds", answer);
        }
    }

    /** Of several deployments the longest, since a rule has one time for all. */
    private static @Nullable Integer longest(List<Deployment> deployments, boolean answer, @Nullable Integer usual) {
        Integer longest = null;
        for (Deployment deployment : deployments) {
            Integer own = answer ? deployment.seconds().answer() : deployment.seconds().stream();
            Integer here = own == null ? usual : own;
            longest = here == null || longest != null && longest >= here ? longest : here;
        }
        return longest;
    }
}
