using System.Buffers;
using PersonaGrain.Population;

namespace PersonaGrain.Postgres.Population;

/// <summary>What the appends of one commit counted, merged: one row for each workspace and catalog, so nearly always one or none.</summary>
internal sealed class PopulationRows
{
    private SortedDictionary<(int Workspace, int Catalog), PopulationCounts>? _counts;

    public bool IsEmpty => _counts is null;

    public void Add(int workspace, PopulationDelta delta)
    {
        _counts ??= [];
        if (!_counts.TryGetValue((workspace, delta.Catalog), out var counts))
        {
            _counts.Add((workspace, delta.Catalog), counts = new PopulationCounts());
        }

        counts.Merge(delta.Counts);
    }

    /// <summary>The rows, column by column.</summary>
    public (List<int> Workspaces, List<int> Catalogs, List<byte[]> Bodies) ToColumns() => _counts is null
        ? ([], [], [])
        : ([.. _counts.Keys.Select(static key => key.Workspace)], [.. _counts.Keys.Select(static key => key.Catalog)], [.. _counts.Values.Select(Write)]);

    public static byte[] Write(PopulationCounts counts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        counts.Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
