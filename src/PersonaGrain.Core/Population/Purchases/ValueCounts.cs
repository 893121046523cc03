using PersonaGrain.Binary;
using PersonaGrain.Predictions;

namespace PersonaGrain.Population.Purchases;

/// <summary>How many people have each value, and from that the bins of RFM: exact for up to 100,000 different values, else within a rank error that is told.</summary>
internal sealed class ValueCounts
{
    private const int MostValues = 100_000;

    private readonly CellCounts<ValueCell> _counts = new(MostValues);

    /// <summary>How many people are in another bin under other thresholds, as a part of all.</summary>
    internal double Moved(RfmBins before, RfmBins after, double? turned = null)
    {
        var (moved, people) = (0L, 0L);
        foreach (var (cell, count) in _counts.Cells)
        {
            var value = turned is { } from ? from - cell.Value : cell.Value;
            moved += before.Bin(value) == after.Bin(value) ? 0 : count;
            people += count;
        }

        return people == 0 ? 0 : (double)moved / people;
    }

    internal void Add(double value, int step) => _counts.Add(new ValueCell(value), step);

    internal void Merge(ValueCounts other) => _counts.Merge(other._counts);

    internal void Write(in ByteWriter writer) => _counts.Write(writer);

    internal void Read(ref ByteReader reader) => _counts.Read(ref reader);

    /// <summary>The bins, and by which part of all people a quantile may be off; null where there is nobody.</summary>
    /// <param name="turned">What values are turned over from, where the greatest are to be the least; null for as they are.</param>
    internal (RfmBins Bins, double Error)? Bins(double? turned = null)
    {
        var values = _counts.Cells.Where(static cell => cell.Value > 0)
            .Select(cell => (Value: turned is { } from ? from - cell.Key.Value : cell.Key.Value, People: cell.Value)).OrderBy(static cell => cell.Value).ToList();
        if (values.Count == 0)
        {
            return null;
        }

        // A quantile lies somewhere in its range, so it is off by those at most who are in that.
        return (RfmBins.Of(values), _counts.Halvings == 0 ? 0 : (double)values.Max(static cell => cell.People) / values.Sum(static cell => cell.People));
    }
}
