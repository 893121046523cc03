using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Documents;

namespace PersonaGrain.Conditions.Occurrences;

/// <summary>What a condition asks of a measure, being read.</summary>
/// <param name="Name">The property that asks.</param>
/// <param name="Condition">The condition's properties.</param>
/// <param name="Source">The measure.</param>
/// <param name="Within">The condition's window, where it has one.</param>
/// <param name="OlderThan">The least age that the condition asks for, where it does.</param>
/// <param name="Names">The names of the catalog.</param>
internal readonly record struct Question(string Name, Fields Condition, MeasureReference Source, TimeSpan? Within, TimeSpan? OlderThan, CatalogNames Names)
{
    /// <summary>What is asked.</summary>
    internal Node Node => Condition[Name]!.Value;

    /// <summary>Notes a fault where a window stands beside what is asked and not in it.</summary>
    internal void FaultOuterWithin() => Condition["within"]?.Fault($"within stands inside {Name}: \"{Name}\": {{ \"within\": … }}");
}
