namespace PersonaGrain.Catalogs;

/// <summary>The JSON names of computations: <see cref="TraitComputation.DaysSince"/> is <c>daysSince</c>.</summary>
public static class ComputationName
{
    /// <summary>The name of a ratio of two computed traits.</summary>
    public const string Ratio = "ratio";

    private static readonly OrderedDictionary<string, TraitComputation> ByName =
        new(Enum.GetValues<TraitComputation>().Select(static value => KeyValuePair.Create(Of(value), value)));

    /// <summary>Every name, in the order of the computations.</summary>
    public static IReadOnlyList<string> All => ByName.Keys;

    /// <summary>The JSON name of a computation.</summary>
    public static string Of(TraitComputation value) => value.ToString() is var name ? char.ToLowerInvariant(name[0]) + name[1..] : string.Empty;

    /// <summary>The computation of a JSON name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    public static TraitComputation Parse(string name) => ByName[name];
}
