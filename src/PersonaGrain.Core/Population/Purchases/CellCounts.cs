using PersonaGrain.Binary;

namespace PersonaGrain.Population.Purchases;

/// <summary>How many people are in each of many cells. Where there are more cells than may be kept, two of them become one, as often as need be.</summary>
/// <remarks>Exact, and free of the order in which people come, up to the bound; beyond it as coarse as the number of halvings says. Taking out never makes it finer again.</remarks>
/// <typeparam name="TCell">A cell; one that is halved says so.</typeparam>
internal sealed class CellCounts<TCell>(int most)
    where TCell : struct, ICell<TCell>
{
    private Dictionary<TCell, long> _counts = [];

    /// <summary>How often the cells were halved; 0 where they are exact.</summary>
    internal int Halvings { get; private set; }

    /// <summary>The cells and how many people are in each, in their order.</summary>
    internal IEnumerable<KeyValuePair<TCell, long>> Cells => _counts.OrderBy(static entry => entry.Key, Comparer<TCell>.Create(static (one, other) => one.OrderTo(other)));

    /// <summary>Adds people to a cell, or takes them out.</summary>
    internal void Add(TCell cell, long people)
    {
        for (var halving = 0; halving < Halvings; halving++)
        {
            cell = cell.Halved;
        }

        Put(_counts, cell, people);
        while (_counts.Count > most)
        {
            Halve();
        }
    }

    /// <summary>Adds what another part counted.</summary>
    internal void Merge(CellCounts<TCell> other)
    {
        while (Halvings < other.Halvings)
        {
            Halve();
        }

        foreach (var (cell, people) in other._counts)
        {
            var place = cell;
            for (var halving = other.Halvings; halving < Halvings; halving++)
            {
                place = place.Halved;
            }

            Put(_counts, place, people);
        }

        while (_counts.Count > most)
        {
            Halve();
        }
    }

    /// <summary>Writes all; equal counts give equal bytes.</summary>
    internal void Write(in ByteWriter writer)
    {
        writer.Byte((byte)Halvings);
        writer.Unsigned((ulong)_counts.Count);
        foreach (var (cell, people) in Cells)
        {
            cell.Write(writer);
            writer.Signed(people);
        }
    }

    /// <summary>Reads what was written.</summary>
    internal void Read(ref ByteReader reader)
    {
        Halvings = reader.Byte();
        for (var left = reader.Count(); left > 0; left--)
        {
            var cell = TCell.Read(ref reader, Halvings);
            _counts[cell] = reader.Signed();
        }
    }

    private void Halve()
    {
        var halved = new Dictionary<TCell, long>(_counts.Count);
        foreach (var (cell, people) in _counts)
        {
            Put(halved, cell.Halved, people);
        }

        (_counts, Halvings) = (halved, Halvings + 1);
    }

    private static void Put(Dictionary<TCell, long> counts, TCell cell, long people)
    {
        ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, cell, out _);
        count += people;
        if (count == 0)
        {
            counts.Remove(cell);
        }
    }
}

/// <summary>A cell of people who are alike.</summary>
/// <typeparam name="TCell">Itself.</typeparam>
internal interface ICell<TCell> : IEquatable<TCell>
    where TCell : struct, ICell<TCell>
{
    /// <summary>The cell that holds this one and its neighbour.</summary>
    TCell Halved { get; }

    /// <summary>Less than 0 where it comes before another one, more than 0 where after.</summary>
    int OrderTo(TCell other);

    /// <summary>Writes it.</summary>
    void Write(in ByteWriter writer);

    /// <summary>Reads one that was halved so often.</summary>
    static abstract TCell Read(ref ByteReader reader, int halvings);
}
