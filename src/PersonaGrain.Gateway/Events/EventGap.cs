namespace PersonaGrain.Gateway.Events;

/// <summary>Tells a reader that events it asked for are not to be had.</summary>
/// <param name="Json">What is told.</param>
/// <param name="Position">Where the reader stands from then on, or null where it stands as before.</param>
internal sealed record EventGap(string Json, long? Position)
{
    /// <summary>The grid does not keep events that far back.</summary>
    internal static EventGap Behind(long after, long oldest) => new($"{{\"after\":{after},\"oldest\":{oldest}}}", null);

    /// <summary>No event has that position yet: the stream goes on after the newest.</summary>
    internal static EventGap Beyond(long after, long newest) => new($"{{\"after\":{after},\"newest\":{newest}}}", newest);
}
