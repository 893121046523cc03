using System.Globalization;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>Between which values the true one of an estimate lies in 19 of 20 cases, as far as its model holds.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct TraitInterval(AttributeValue Low, AttributeValue High)
{
    /// <summary>For people: <c>0.31 to 0.47</c>.</summary>
    public override string ToString() => $"{Text(Low)} to {Text(High)}";

    private static string Text(in AttributeValue value) => value.IsNumber ? value.Number.ToString("0.####", CultureInfo.InvariantCulture) : value.ToString();
}
