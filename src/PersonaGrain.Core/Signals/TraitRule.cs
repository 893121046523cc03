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
        var type = isStep ? ValueType.Number : trait?.Type;
        if (type is { } declared && (isStep || change.Value.Kind != AttributeKind.None) && !ValueConversion.IsOf(change.Value, declared))
        {
            if (isStrict || change.Value.Kind == AttributeKind.None || !ValueConversion.TryRead(change.Value, declared, out var value))
            {
                return Misfit(change, declared, isStep);
            }

            read = change with { Value = value };
        }

        // The bounds are those of the trait, not of a step towards it.
        return trait is null || isStep || read.Value.Kind == AttributeKind.None ? null : CheckContent(read, trait);
    }

    private static SignalFault Misfit(in TraitChange change, ValueType type, bool isStep) => new(
        "wrong_trait_type",
        FieldName.Of("traits", change.Name),
        $"{(isStep ? "an increment is a number" : $"declared as {ValueConversion.Name(type)}")}, but holds {ValueConversion.Describe(change.Value)} that can not be read as one")
    {
        Sample = ValueMask.Of(change.Value),
    };

    private static SignalFault? CheckContent(in TraitChange change, TraitDocument trait)
    {
        if (change.Value.IsNumber && (change.Value.Number < trait.Minimum || change.Value.Number > trait.Maximum))
        {
            return new SignalFault(
                "trait_out_of_range", FieldName.Of("traits", change.Name), $"taken from {trait.Minimum?.ToString("R") ?? "any"} to {trait.Maximum?.ToString("R") ?? "any"}")
            {
                Sample = ValueMask.Of(change.Value),
            };
        }

        return trait.Format is null || HasFormat(change.Value.Text, trait.Format)
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

    private static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && text.Length <= 254 && !text.AsSpan().ContainsAny(NotInEmail);
    }
}
