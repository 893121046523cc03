namespace PersonaGrain.Documents;

/// <summary>Counts in messages: <c>1 fault</c>, <c>2 faults</c>, <c>1,000 faults</c>.</summary>
public static class CountText
{
    /// <summary>A count with its noun, which takes an s for more than one.</summary>
    public static string Of(long count, string one) => FormattableString.Invariant($"{count:N0} {one}{(count == 1 ? string.Empty : "s")}");
}
