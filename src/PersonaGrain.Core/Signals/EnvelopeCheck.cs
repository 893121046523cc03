using PersonaGrain.Triggers;

namespace PersonaGrain.Signals;

/// <summary>Checks what every signal needs: an id and a type.</summary>
internal static class EnvelopeCheck
{
    private const int MaximumIdLength = 100;
    private const int MaximumTypeLength = 100;

    /// <summary>The first fault, or null.</summary>
    internal static SignalFault? Check(Signal signal)
    {
        if (IdentifierText.Check(signal.Id, MaximumIdLength, "id") is { } idFault)
        {
            return idFault;
        }

        if (signal.Id.StartsWith(TriggerFiring.DerivedId, StringComparison.Ordinal))
        {
            return new SignalFault("reserved_id", "id", $"ids that begin with '{TriggerFiring.DerivedId}' are the grid's own; send another one");
        }

        if (IdentifierText.Check(signal.Type, MaximumTypeLength, "type") is { } typeFault)
        {
            return typeFault;
        }

        return SignalTypeName.IsOne(signal.Type) ? null : new SignalFault(
            "invalid_type",
            "type",
            $"'{signal.Type}' is no name of a type; begin with a letter, then letters in lower case, digits and _, such as product_viewed or größe_gewählt");
    }
}
