using PersonaGrain.Profiles.Computed;
using PersonaGrain.Profiles.Computed.Purchases;
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

        var purchases = document.ComputedTraits.Where(static trait => trait.Value is ComputedTraitDocument.OfPurchases)
            .Select(trait => Compile(trait.Key, (ComputedTraitDocument.OfPurchases)trait.Value, measures, readingOf, ofSignals)).ToList();
        OfSignals = [.. ofSignals];
        Purchases = [.. ofSignals.OfType<PurchaseSource>()];
        OfMembers = [.. document.ComputedTraits.Where(static trait => trait.Value is ComputedTraitDocument.OfMembers)
            .Select(static trait => new MemberTrait(trait.Key, (ComputedTraitDocument.OfMembers)trait.Value))];
        var parts = OfSignals.Concat<ComputedTrait>(OfMembers).Concat(purchases).ToDictionary(trait => trait.Name, StringComparer.Ordinal);
        foreach (var (name, trait) in document.ComputedTraits)
        {
            ByName.Add(name, trait is ComputedTraitDocument.Ratio ratio
                ? new RatioTrait(name, Part(name, ratio.Dividend, parts), Part(name, ratio.Divisor, parts))
                : parts[name]);
        }
    }

    /// <summary>Those that profiles keep something for.</summary>
    internal SignalTrait[] OfSignals { get; }

    /// <summary>Of them, what profiles keep of purchases.</summary>
    internal PurchaseSource[] Purchases { get; }

    /// <summary>Those of the members of an account.</summary>
    internal MemberTrait[] OfMembers { get; }

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
            trait.Segments = TouchedBy(trait, segments, none);
        }

        foreach (var trait in ByName.Values.OfType<PurchaseTrait>())
        {
            trait.Segments = segments.GetValueOrDefault(trait.Name, none);
            trait.Source.Segments = Union(trait.Source.Segments, trait.Segments);
        }
    }

    /// <summary>The segments that a change of members may change.</summary>
    internal ulong[] TouchedByMembers(IReadOnlyDictionary<string, ulong[]> segments, ulong[] none) =>
        OfMembers.Select(trait => TouchedBy(trait, segments, none)).Aggregate(none, Union);

    private static PurchaseTrait Compile(
        string name, ComputedTraitDocument.OfPurchases document, MeasureTable measures, Func<string, SignalReading> readingOf, List<SignalTrait> kept)
    {
        var identity = measures.Identify(document.Source) ?? throw Missing(name, document.Source.Name);
        var sources = kept.OfType<PurchaseSource>().ToList();
        if (sources.Find(known => known.Key == identity.StoredKey) is not { } source)
        {
            source = new PurchaseSource(kept.Count, sources.Count, document.Source, identity, readingOf(identity.Signal));
            kept.Add(source);
        }

        source.Serve(document);

        return document.Computation == PurchaseComputation.NextPurchase ? new NextPurchaseTrait(name, source, document.Model)
            : document.Computation.UsesModel() ? new PredictionTrait(name, source, document)
            : new RfmTrait(name, source, document);
    }

    private ulong[] TouchedBy(ComputedTrait trait, IReadOnlyDictionary<string, ulong[]> segments, ulong[] none) =>
        ByName.Values.OfType<RatioTrait>().Where(ratio => ratio.Parts.Contains(trait)).Select(ratio => ratio.Name).Prepend(trait.Name)
            .Select(name => segments.GetValueOrDefault(name, none)).Aggregate(none, Union);

    private static ulong[] Union(ulong[] left, ulong[] right) => [.. left.Zip(right, static (one, other) => one | other)];

    private static ComputedTrait Part(string ratio, string name, Dictionary<string, ComputedTrait> parts) =>
        parts.TryGetValue(name, out var part) ? part : throw Missing(ratio, name);

    private static InvalidOperationException Missing(string trait, string name) => new($"$.traits.{trait}: there is no '{name}'");
}
