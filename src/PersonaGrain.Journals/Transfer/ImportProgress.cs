namespace PersonaGrain.Journals.Transfer;

/// <summary>How far an import is; read from any thread.</summary>
public sealed class ImportProgress
{
    private readonly Lock _gate = new();
    private readonly List<string> _others = [];
    private readonly long[] _outcomes = new long[4];
    private long _entries;

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

    internal void Wrote(int entries) => Interlocked.Add(ref _entries, entries);

    internal void Done(ProfileImport profile)
    {
        lock (_gate)
        {
            _outcomes[(int)profile.Outcome]++;
            if (profile.Outcome == ProfileOutcome.Other && _others.Count < ImportSummary.NamesListed)
            {
                _others.Add(profile.Id.Value);
            }
        }
    }

    internal ImportSummary ToSummary()
    {
        lock (_gate)
        {
            return new ImportSummary(
                _outcomes[(int)ProfileOutcome.Imported],
                _outcomes[(int)ProfileOutcome.Completed],
                _outcomes[(int)ProfileOutcome.Present],
                _outcomes[(int)ProfileOutcome.Other],
                [.. _others.Order(StringComparer.Ordinal)],
                Entries);
        }
    }
}

/// <summary>What became of one profile.</summary>
internal enum ProfileOutcome
{
    Imported,
    Completed,
    Present,
    Other,
}
