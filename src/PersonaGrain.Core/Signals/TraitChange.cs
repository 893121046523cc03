namespace PersonaGrain.Signals;

/// <summary>How a trait change is applied. Values are stored: explicit and append-only.</summary>
public enum TraitOperation : byte
{
    /// <summary>The newest value by signal time wins. It takes the place of everything under the trait, and of a value of what it lies under.</summary>
    Set = 1,

    /// <summary>Adds a number to the trait; an absent trait counts as 0.</summary>
    Increment = 2,

    /// <summary>Sets the trait only where the profile has none.</summary>
    SetIfMissing = 3,

    /// <summary>Removes the trait and everything under it: of <c>address</c> also <c>address.city</c>.</summary>
    Remove = 4,

    /// <summary>As <see cref="Remove"/>; stands before the members of an object, which takes the place of all that was there before.</summary>
    RemoveTree = 5,
}

/// <summary>One change to one trait of a profile.</summary>
/// <param name="Name">The trait, nested names dotted (<c>interests.cars</c>).</param>
/// <param name="Operation">How it is applied.</param>
/// <param name="Value">The operand; unused for <see cref="TraitOperation.Remove"/> and <see cref="TraitOperation.RemoveTree"/>.</param>
public readonly record struct TraitChange(string Name, TraitOperation Operation, AttributeValue Value)
{
    /// <summary>Whether it takes away the trait and everything under it.</summary>
    public bool Removes => Operation is TraitOperation.Remove or TraitOperation.RemoveTree;

    /// <summary>Whether it takes away everything under the trait: a removal, or a value in the place of an object.</summary>
    internal bool ReplacesTree => Removes || Operation == TraitOperation.Set;

    /// <summary>Whether it takes away what stands for the traits that this one lies under: members in the place of a value.</summary>
    internal bool ReplacesAbove => Operation == TraitOperation.Set && Value.Kind != AttributeKind.None;

    /// <summary>Whether a trait lies under another: <c>address.city</c> under <c>address</c>.</summary>
    internal static bool IsUnder(string tree, ReadOnlySpan<char> trait) =>
        trait.Length > tree.Length && trait[tree.Length] == '.' && trait.StartsWith(tree, StringComparison.Ordinal);
}
