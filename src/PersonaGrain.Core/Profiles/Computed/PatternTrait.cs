using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>What a profile keeps for conditions on how occurrences follow each other.</summary>
/// <remarks>It is folded, stored and learned as a computed trait is; nobody sees it as one.</remarks>
internal sealed class PatternTrait : SignalTrait
{
    private readonly Func<TraitTally> _newTally;

    internal PatternTrait(string name, int index, MeasureReference reference, MeasureIdentity source, SignalReading reading, OccurrencePattern pattern)
        : base(name, index, new ComputedTraitDocument.OfSignals(TraitComputation.Count, reference), source, reading)
    {
        _newTally = pattern.NewTally;
        (Window, Gap, Keep, Calendar) = (pattern.Window, pattern.Gap, pattern.Periods, pattern.Calendar);
    }

    /// <summary>What a profile keeps; null where nothing occurred yet.</summary>
    internal TraitTally? TallyOf(ProfileState state) => state.Computed![Index] is DistinctValues values ? values.Whole : state.Computed[Index];

    private protected override TraitTally NewPlainTally() => _newTally();
}
