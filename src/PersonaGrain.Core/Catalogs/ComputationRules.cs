using static PersonaGrain.Catalogs.TraitComputation;

namespace PersonaGrain.Catalogs;

/// <summary>What each computation takes and keeps.</summary>
internal static class ComputationRules
{
    /// <summary>Whether it is of numbers alone.</summary>
    internal static bool TakesNumbers(this TraitComputation computation) => computation is Sum or Mean or Min or Max or Variance or Percentile;

    /// <summary>Whether it is of the signals themselves where no attribute is named.</summary>
    internal static bool CountsSignals(this TraitComputation computation) =>
        computation is Count or DaysSince || computation.UsesCalendar() || computation.UsesSessions();

    /// <summary>Whether it tells the values of an attribute apart, each element of a list by itself.</summary>
    internal static bool ComparesValues(this TraitComputation computation) => computation is MostFrequent or LeastFrequent or Distinct or Newest;

    /// <summary>Whether it is of the days or weeks of a time zone.</summary>
    internal static bool UsesCalendar(this TraitComputation computation) => computation is DistinctDays or Streak;

    /// <summary>Whether it is of sessions.</summary>
    internal static bool UsesSessions(this TraitComputation computation) => computation is Sessions or SessionLength or SessionSignals;

    /// <summary>Whether it is 0 where there is no signal.</summary>
    internal static bool StartsAtZero(this TraitComputation computation) => computation is Count or Sum or Distinct or Sessions || computation.UsesCalendar();

    /// <summary>Whether it can be of a rolling window.</summary>
    internal static bool TakesWindow(this TraitComputation computation) => computation is not (First or DaysSince or Streak);

    /// <summary>Whether what it keeps is bounded by a number that the catalog may set, also without a window.</summary>
    internal static bool KeepsWithoutWindow(this TraitComputation computation) => 
        computation == Percentile || computation.ComparesValues() || computation.UsesCalendar() || computation.UsesSessions();

    /// <summary>How many it keeps where the catalog does not say.</summary>
    internal static int DefaultKeep(this TraitComputation computation) => computation == Newest ? 10 : ComputedTraitDocument.OfSignals.DefaultKeep;

    /// <summary>How many it can be made to keep.</summary>
    internal static int MostKept(this TraitComputation computation) => computation == Newest ? CatalogLimits.NewestValues : CatalogLimits.Keep;
}
