namespace PersonaGrain.Signals;

/// <summary>How a trait change is applied. Values are stored: explicit and append-only.</summary>
public enum TraitOperation : byte
{
    /// <summary>The newest value by signal time wins.</summary>
    Set = 1,

    /// <summary>Adds a number to the trait; an absent trait counts as 0.</summary>
    Increment = 2,

    /// <summary>Sets the trait only where the profile has none.</summary>
    SetIfMissing = 3,

    /// <summary>Removes the trait.</summary>
    Remove = 4,
}

/// <summary>One change to one trait of a profile.</summary>
/// <param name="Name">The trait, nested names dotted (<c>interests.cars</c>).</param>
/// <param name="Operation">How it is applied.</param>
/// <param name="Value">The operand; unused for <see cref="TraitOperation.Remove"/>.</param>
public readonly record struct TraitChange(string Name, TraitOperation Operation, AttributeValue Value);
