using System.Buffers;
using PersonaGrain.Catalogs;
using ValueType = PersonaGrain.Catalogs.ValueType;

namespace PersonaGrain.Signals;

/// <summary>What the catalog declares of a trait: its type, range and format.</summary>
internal static class TraitRule
{
    private static readonly SearchValues<char> NotInEmail = SearchValues.Create(" \t\r\n<>");

    /// <summary>Reads a change that is no removal as what is declared.</summary>
    /// <param name="change">The change.</param>
    /// <param name="trait">What is declared; null where nothing is.</param>
    /// <param name="isStrict">Whether a value of another type is a fault also where it can be read as the declared one.</param>
    /// <param name="read">The change with its value read; the same where that is of its type.</param>
    /// <returns>Why it can not be taken, or null.</returns>
    internal static SignalFault? Read(in TraitChange change, TraitDocument? trait, bool isStrict, out TraitChange read)
    {
        read = change;
        var isStep = change.Operation == TraitOperation.Increment;
        var type = isStep ? new DeclaredType(ValueType.Number, IsMember: false) : trait is null ? (DeclaredType?)null : DeclaredType.Of(change.Name, trait.Type);
        if (type is { } declared && (isStep || change.Value.Kind != AttributeKind.None) && !declared.IsOf(change.Value))
        {
            if (isStrict || change.Value.Kind == AttributeKind.None || !declared.TryRead(change.Value, out var value))
            {
                return Misfit(change, declared.Type, isStep);
            }

            read = change with { Value = value };
        }

        // The bounds are those of the trait, not of a step towards it.
        return trait is null || isStep || read.Value.Kind == AttributeKind.None ? null : CheckContent(read, read.Value, trait);
    }

    private static SignalFault Misfit(in TraitChange change, ValueType type, bool isStep) => new(
        "wrong_trait_type",
        FieldName.Of("traits", change.Name),
        $"{(isStep ? "an increment is a number" : $"declared as {ValueConversion.Name(type)}")}, but holds {ValueConversion.Describe(change.Value)} that can not be read as one")
    {
        Sample = ValueMask.Of(change.Value),
    };

    private static SignalFault? CheckContent(in TraitChange change, in AttributeValue value, TraitDocument trait)
    {
        if (value.Kind == AttributeKind.List)
        {
            foreach (ref readonly var element in value.List)
            {
                if (element.Kind != AttributeKind.None && CheckContent(change, element, trait) is { } fault)
                {
                    return fault;
                }
            }

            return null;
        }

        if (value.IsNumber && (value.Number < trait.Minimum || value.Number > trait.Maximum))
        {
            return new SignalFault(
                "trait_out_of_range", FieldName.Of("traits", change.Name), $"taken from {trait.Minimum?.ToString("R") ?? "any"} to {trait.Maximum?.ToString("R") ?? "any"}")
            {
                Sample = ValueMask.Of(change.Value),
            };
        }

        return trait.Format is null || HasFormat(value.Text, trait.Format)
            ? null
            : new SignalFault("wrong_trait_format", FieldName.Of("traits", change.Name), $"declared as {trait.Format}, but does not look like one")
            {
                Sample = ValueMask.Of(change.Value),
            };
    }

    private static bool HasFormat(string text, string format) => format switch
    {
        "email" => IsEmail(text),
        "url" => Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps),
        _ => true,
    };

    /// <summary>Whether a text has one @ with something on each side, no white space and no brackets, and is no longer than an address can be.</summary>
    internal static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && text.Length <= 254 && !text.AsSpan().ContainsAny(NotInEmail);
    }
}
