using System.Buffers;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Population;

namespace PersonaGrain.Embedded.Population;

/// <summary>The population's counts, folded in the same commits as the profiles they come from; the writer's own.</summary>
/// <remarks>One small row a commit, and only where something occurred to a profile for the first time.</remarks>
internal sealed class PopulationLedger
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private PopulationCounts _counts = new();
    private StoreStatement? _write;
    private byte[] _committed = [];
    private int _committedUnder;
    private int _catalog;
    private bool _changed;

    public void Load(StoreConnection connection)
    {
        _write = connection.Prepare(
            "INSERT INTO population (id, catalog, body) VALUES (1, ?1, ?2) ON CONFLICT (id) DO UPDATE SET catalog = ?1, body = ?2");
        using var read = connection.Once("SELECT catalog, body FROM population");
        (_committedUnder, _committed) = read.Step() ? ((int)read.Number(0), read.Blob(1).ToArray()) : (0, []);
        Rollback();
    }

    /// <summary>Adds what a batch counted, unless that was under another catalog than the one in force.</summary>
    public void Add(CommitBatch batch)
    {
        if (batch.Counts.IsEmpty)
        {
            return;
        }

        // A new store begins to count under the catalog of its first batch.
        _catalog = _catalog == 0 ? batch.CountedUnder : _catalog;
        if (batch.CountedUnder == _catalog)
        {
            _counts.Merge(batch.Counts);
            _changed = true;
        }
    }

    public void CountAnew(int catalogVersion)
    {
        (_catalog, _counts, _changed) = (catalogVersion, new PopulationCounts(), true);
    }

    /// <summary>Writes the counts where they changed; the transaction is about to be committed.</summary>
    public void Write()
    {
        if (_changed)
        {
            _buffer.ResetWrittenCount();
            _counts.Write(_buffer);
            _write!.Bind(1, _catalog).Bind(2, _buffer.WrittenSpan).Run();
        }
    }

    public void Committed()
    {
        if (_changed)
        {
            (_committed, _committedUnder, _changed) = (_buffer.WrittenSpan.ToArray(), _catalog, false);
        }
    }

    /// <summary>Forgets what a failed commit counted.</summary>
    public void Rollback()
    {
        _counts = _committed.Length == 0 ? new PopulationCounts() : PublishedPopulation.Decode(_committed);
        (_catalog, _changed) = (_committedUnder, false);
    }
}
