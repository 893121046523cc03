using System.Buffers;
using PersonaGrain.Population;

namespace PersonaGrain.Postgres.Population;

/// <summary>What the appends of one commit counted, merged: one row for each catalog, so nearly always one or none.</summary>
internal sealed class PopulationRows
{
    private SortedDictionary<int, PopulationCounts>? _counts;

    public bool IsEmpty => _counts is null;

    public void Add(PopulationDelta delta)
    {
        _counts ??= [];
        if (!_counts.TryGetValue(delta.Catalog, out var counts))
        {
            _counts.Add(delta.Catalog, counts = new PopulationCounts());
        }

        counts.Merge(delta.Counts);
    }

    /// <summary>The rows, column by column.</summary>
    public (List<int> Catalogs, List<byte[]> Bodies) ToColumns() =>
        _counts is null ? ([], []) : ([.. _counts.Keys], [.. _counts.Values.Select(Write)]);

    public static byte[] Write(PopulationCounts counts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        counts.Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
