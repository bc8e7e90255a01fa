package io.penstock.chat;

import java.util.List;

/** Whether and which tools the model must use. */
public sealed interface ToolChoice {

    /** Whether the model must use a tool. */
    default boolean isForced() {
        return switch (this) {
            case Auto _, None _ -> false;
            case Required _, Named _ -> true;
            case Among among -> among.required();
        };
    }

    /** The model decides. */
    record Auto() implements ToolChoice {}

    /** None may be used. */
    record None() implements ToolChoice {}

    /** At least one must be used. */
    record Required() implements ToolChoice {}

    /** This one must be used. */
    record Named(String name) implements ToolChoice {}

    /** Only these may be used; one must be, where {@code required}. */
    record Among(List<String> names, boolean required) implements ToolChoice {
        public Among {
            names = List.copyOf(names);
        }
    }
}
