using System.Buffers;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Population;

namespace PersonaGrain.Embedded.Population;

/// <summary>The population's counts, folded in the same commits as the profiles they come from; the writer's own.</summary>
/// <remarks>One small row a commit, and only where something occurred to a profile for the first time.</remarks>
internal sealed class PopulationTable
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private PopulationFold _fold = new();
    private StoreStatement? _write;
    private bool _changed;

    /// <summary>Reads the counts anew from the store: at the start, and after a failed commit.</summary>
    public void Load(StoreConnection connection)
    {
        _write = connection.Prepare("INSERT INTO population VALUES (1, ?1, ?2) ON CONFLICT (id) DO UPDATE SET catalog = ?1, counts = ?2");
        (_fold, _changed) = (Read(connection), false);
    }

    /// <summary>The counts as they are stored.</summary>
    /// <exception cref="StoreException">The store can not be read, or is damaged.</exception>
    public static PopulationFold Read(StoreConnection connection)
    {
        using var read = connection.Once("SELECT catalog, counts FROM population");
        return read.Step() ? new PopulationFold((int)read.Number(0), Decode(read.Blob(1))) : new PopulationFold();
    }

    /// <summary>The counts of a row.</summary>
    /// <exception cref="StoreException">The bytes are no counts.</exception>
    public static PopulationCounts Decode(ReadOnlySpan<byte> counts)
    {
        try
        {
            return PopulationCounts.Read(counts);
        }
        catch (FormatException fault)
        {
            throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, $"the population's counts can not be read: {fault.Message}");
        }
    }

    /// <summary>Adds what a batch counted, unless that was under an older catalog.</summary>
    public void Add(PopulationFold counted)
    {
        _fold.Add(new PopulationDelta(counted.Catalog, counted.Counts));
        _changed = true;
    }

    /// <summary>Writes the counts where they changed; the transaction is about to be committed.</summary>
    public void Write()
    {
        if (_changed)
        {
            _bytes.ResetWrittenCount();
            _fold.Counts.Write(_bytes);
            _write!.Bind(1, _fold.Catalog).Bind(2, _bytes.WrittenSpan).Run();
        }
    }

    /// <summary>The commit is durable.</summary>
    public void Commit() => _changed = false;
}
