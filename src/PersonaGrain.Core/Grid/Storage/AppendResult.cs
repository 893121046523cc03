namespace PersonaGrain.Grid.Storage;

/// <summary>What came of an append.</summary>
public abstract record AppendResult
{
    private AppendResult()
    {
    }

    /// <summary>It is durable.</summary>
    public sealed record Appended : AppendResult
    {
        /// <summary>The only instance.</summary>
        public static readonly Appended Instance = new();

        private Appended()
        {
        }
    }

    /// <summary>
    /// The actor's journal does not end right before the first entry, so someone else appended; or the append adopts a catalog, and a newer
    /// one, or a newer decisive publication, is stored. Nothing was written: drop the state, look for what is in force, load again.
    /// </summary>
    public sealed record Conflict : AppendResult
    {
        /// <summary>The only instance.</summary>
        public static readonly Conflict Instance = new();

        private Conflict()
        {
        }
    }

    /// <summary>
    /// Signals of the append were taken before: the index of ids knows their message ids. Nothing was written: take the same signals again, with
    /// these as repeats.
    /// </summary>
    /// <param name="Ids">The fingerprints that are known.</param>
    public sealed record Repeated(IReadOnlySet<ulong> Ids) : AppendResult;

    /// <summary>Storage did not confirm it; it may have been written or may still be. Drop the state, and load again before the next append.</summary>
    /// <param name="Reason">Why, in words an operator can act on.</param>
    /// <param name="RetryAfter">When it is worth trying again.</param>
    public sealed record Unavailable(string Reason, TimeSpan RetryAfter) : AppendResult;
}
