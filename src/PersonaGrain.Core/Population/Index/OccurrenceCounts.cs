using PersonaGrain.Catalogs;
using PersonaGrain.Population.Census;

namespace PersonaGrain.Population.Index;

/// <summary>How many people each measure occurred to, and each trigger fired for: ever, and lately.</summary>
internal sealed class OccurrenceCounts
{
    private static readonly long Lately = TimeSpan.FromDays(IndexCensus.LatelyDays).Ticks;

    private readonly (int Slot, Characteristic Characteristic)[] _measures;
    private readonly SegmentCounts[] _ever;
    private readonly SegmentCounts[] _lately;

    internal OccurrenceCounts(Catalog catalog, int segments)
    {
        _measures =
        [
            .. catalog.Measures.Distinct(StringComparer.Ordinal).Select(name => (
                catalog.Model.Measures.Find(name)!.Index,
                new Characteristic(catalog.Document.Triggers.ContainsKey(name) ? CharacteristicKind.Trigger : CharacteristicKind.Measure, name, Characteristic.Ever))),
        ];
        (_ever, _lately) = ([.. _measures.Select(_ => new SegmentCounts(segments))], [.. _measures.Select(_ => new SegmentCounts(segments))]);
    }

    internal IEnumerable<SegmentCounts> Counts => [.. _ever, .. _lately];

    internal IEnumerable<(Characteristic Characteristic, SegmentCounts Counts)> All => _measures.SelectMany((measure, index) => new[]
    {
        (measure.Characteristic, _ever[index]), (measure.Characteristic with { Value = Characteristic.Lately }, _lately[index]),
    });

    internal void Add(in CensusSubject person, ReadOnlySpan<int> segments, int step)
    {
        for (var index = 0; index < _measures.Length; index++)
        {
            ref readonly var tally = ref person.State.Tallies[_measures[index].Slot];
            if (tally.Total == 0)
            {
                continue;
            }

            _ever[index].Add(segments, step);
            if (tally.Last > person.Now.Ticks - Lately)
            {
                _lately[index].Add(segments, step);
            }
        }
    }

    internal void Merge(OccurrenceCounts other)
    {
        for (var index = 0; index < _measures.Length; index++)
        {
            _ever[index].Merge(other._ever[index]);
            _lately[index].Merge(other._lately[index]);
        }
    }
}
