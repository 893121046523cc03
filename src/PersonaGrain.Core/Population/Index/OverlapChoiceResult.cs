namespace PersonaGrain.Population.Index;

/// <summary>What came of choosing segments that are put beside each other.</summary>
public abstract record OverlapChoiceResult
{
    private OverlapChoiceResult()
    {
    }

    /// <summary>They can be.</summary>
    /// <param name="Choice">The segments.</param>
    public sealed record Chosen(OverlapChoice Choice) : OverlapChoiceResult;

    /// <summary>They can not be.</summary>
    /// <param name="Kind">Of what kind the reason is.</param>
    /// <param name="Reason">It, in words.</param>
    public sealed record Refused(OverlapRefusal Kind, string Reason) : OverlapChoiceResult
    {
        /// <summary>The segment at fault; null where it is not one.</summary>
        public string? Segment { get; init; }
    }
}
