namespace PersonaGrain.Journals.Transfer;

/// <summary>How far an import is; read from any thread.</summary>
public sealed class ImportProgress
{
    private readonly Lock _gate = new();
    private readonly List<string> _others = [];
    private readonly long[] _outcomes = new long[4];
    private long _entries;
    private long _quarantined;

    /// <summary>Profiles that are done.</summary>
    public long Profiles
    {
        get
        {
            lock (_gate)
            {
                return _outcomes.Sum();
            }
        }
    }

    /// <summary>Entries of the file that were written.</summary>
    public long Entries => Interlocked.Read(ref _entries);

    /// <summary>Signals of the file that are set aside now.</summary>
    public long Quarantined => Interlocked.Read(ref _quarantined);

    internal void SetAside(int signals) => Interlocked.Add(ref _quarantined, signals);

    internal void Wrote(int entries) => Interlocked.Add(ref _entries, entries);

    internal void Done(ActorImport actor)
    {
        lock (_gate)
        {
            _outcomes[(int)actor.Outcome]++;
            if (actor.Outcome == ActorOutcome.Other && _others.Count < ImportSummary.NamesListed)
            {
                _others.Add(actor.Id.ToString());
            }
        }
    }

    internal ImportSummary ToSummary()
    {
        lock (_gate)
        {
            return new ImportSummary(
                _outcomes[(int)ActorOutcome.Imported],
                _outcomes[(int)ActorOutcome.Completed],
                _outcomes[(int)ActorOutcome.Present],
                _outcomes[(int)ActorOutcome.Other],
                [.. _others.Order(StringComparer.Ordinal)],
                Entries) { Quarantined = Quarantined };
        }
    }
}

/// <summary>What became of one actor.</summary>
internal enum ActorOutcome
{
    Imported,
    Completed,
    Present,
    Other,
}
