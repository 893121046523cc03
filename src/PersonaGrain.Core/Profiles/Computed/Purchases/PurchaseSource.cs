using System.Globalization;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Predictions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed.Purchases;

/// <summary>What a profile keeps of the purchases of one measure; all traits that are worked out from them share it.</summary>
/// <remarks>It is folded, stored and learned as a computed trait is; nobody sees it as one.</remarks>
internal sealed class PurchaseSource : SignalTrait
{
    internal PurchaseSource(int index, int place, MeasureReference reference, MeasureIdentity source, SignalReading reading)
        : base(
            string.Create(CultureInfo.InvariantCulture, $"\0purchases {source.StoredKey:x16}"),
            index,
            new ComputedTraitDocument.OfSignals(TraitComputation.Count, reference),
            source,
            reading)
    {
        (Place, Key, KeepsWorth) = (place, source.StoredKey, true);
    }

    /// <summary>Its place among all of the catalog.</summary>
    internal int Place { get; }

    /// <summary>By what the population knows the purchases.</summary>
    internal ulong Key { get; }

    /// <summary>The models that traits ask for.</summary>
    internal HashSet<PurchaseModelType> Models { get; } = [];

    /// <summary>Whether a trait asks what purchases are worth.</summary>
    internal bool UsesSpend { get; private set; }

    /// <summary>Whether a trait asks for scores of RFM.</summary>
    internal bool UsesRfm { get; private set; }

    /// <summary>Notes what a trait asks of the population.</summary>
    internal void Serve(ComputedTraitDocument.OfPurchases trait)
    {
        UsesSpend |= trait.Computation.UsesSpend();
        UsesRfm |= !trait.Computation.UsesModel();
        if (trait.Computation.UsesModel())
        {
            Models.Add(trait.Model);
        }
    }

    /// <summary>What a profile keeps; null where there was no purchase yet.</summary>
    internal PurchaseTally? TallyOf(ProfileState state) =>
        state.Computed?[Index] is DistinctValues values ? (PurchaseTally)values.Whole : (PurchaseTally?)state.Computed?[Index];

    private protected override TraitTally NewPlainTally() => new PurchaseTally();
}
