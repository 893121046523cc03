using PersonaGrain.Profiles.Computed;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Compilation;

/// <summary>Compiles the computed traits of a catalog: first those of signals, then what is worked out from these.</summary>
internal sealed class ComputedTraits
{
    internal ComputedTraits(CatalogDocument document, MeasureTable measures, Func<string, SignalReading> readingOf)
    {
        var ofSignals = new List<SignalTrait>();
        foreach (var (name, trait) in document.ComputedTraits)
        {
            if (trait is ComputedTraitDocument.OfSignals signals)
            {
                var source = measures.Identify(signals.Source) ?? throw Missing(name, signals.Source.Name);
                ofSignals.Add(new SignalTrait(name, ofSignals.Count, signals, source, readingOf(source.Signal)));
            }
        }

        OfSignals = [.. ofSignals];
        var parts = ofSignals.ToDictionary(trait => trait.Name, StringComparer.Ordinal);
        foreach (var (name, trait) in document.ComputedTraits)
        {
            ByName.Add(name, trait is ComputedTraitDocument.Ratio ratio
                ? new RatioTrait(name, Part(name, ratio.Dividend, parts), Part(name, ratio.Divisor, parts))
                : parts[name]);
        }
    }

    /// <summary>Those that profiles keep something for.</summary>
    internal SignalTrait[] OfSignals { get; }

    /// <summary>All of them.</summary>
    internal OrderedDictionary<string, ComputedTrait> ByName { get; } = new(StringComparer.Ordinal);

    /// <summary>Those that take the signals of a type.</summary>
    internal SignalTrait[] Of(string signal) => Array.FindAll(OfSignals, trait => trait.Signal == signal);

    /// <summary>Notes which segments each may change, also by what is worked out from it.</summary>
    /// <param name="segments">The segments that each trait may change.</param>
    /// <param name="none">No segment.</param>
    internal void Touch(IReadOnlyDictionary<string, ulong[]> segments, ulong[] none)
    {
        foreach (var trait in OfSignals)
        {
            var names = ByName.Values.OfType<RatioTrait>().Where(ratio => ratio.Parts.Contains(trait)).Select(ratio => ratio.Name).Prepend(trait.Name);
            trait.Segments = names.Select(name => segments.GetValueOrDefault(name, none)).Aggregate(none, Union);
        }
    }

    private static ulong[] Union(ulong[] left, ulong[] right) => [.. left.Zip(right, static (one, other) => one | other)];

    private static SignalTrait Part(string ratio, string name, Dictionary<string, SignalTrait> parts) =>
        parts.TryGetValue(name, out var part) ? part : throw Missing(ratio, name);

    private static InvalidOperationException Missing(string trait, string name) => new($"$.traits.{trait}: there is no '{name}'");
}
