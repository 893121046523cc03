namespace PersonaGrain.Grid.Storage;

/// <summary>A read of the journal or the catalog store got no answer (server away, time-out, shutting down).</summary>
/// <param name="reason">Why, in words an operator can act on.</param>
/// <param name="retryAfter">When it is worth trying again.</param>
/// <param name="cause">What storage said.</param>
public sealed class JournalUnavailableException(string reason, TimeSpan retryAfter, Exception? cause = null) : Exception(reason, cause)
{
    /// <summary>When it is worth trying again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
