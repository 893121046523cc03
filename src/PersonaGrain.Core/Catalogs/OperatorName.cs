using System.Collections.Frozen;

namespace PersonaGrain.Catalogs;

/// <summary>The JSON names of operators: <see cref="ValueOperator.AtLeast"/> is <c>atLeast</c>.</summary>
public static class OperatorName
{
    private static readonly string[] Names =
        [.. Enum.GetNames<ValueOperator>().Select(static name => char.ToLowerInvariant(name[0]) + name[1..])];

    private static readonly FrozenDictionary<string, ValueOperator> ByName =
        Enum.GetValues<ValueOperator>().ToFrozenDictionary(Of);

    /// <summary>Every name, in the order of the operators.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>The JSON name of an operator.</summary>
    public static string Of(ValueOperator value) => Names[(int)value];

    /// <summary>The operator of a JSON name; false where there is none.</summary>
    public static bool TryParse(string name, out ValueOperator value) => ByName.TryGetValue(name, out value);
}
