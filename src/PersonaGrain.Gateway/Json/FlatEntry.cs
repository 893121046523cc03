using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Json;

/// <summary>One leaf of a flattened object.</summary>
/// <param name="Name">Its dotted name.</param>
/// <param name="Operation">What a trait of this name is to do; <see cref="TraitOperation.Remove"/> for null.</param>
/// <param name="Value">The value; <see cref="AttributeKind.None"/> for null.</param>
internal readonly record struct FlatEntry(string Name, TraitOperation Operation, AttributeValue Value);
