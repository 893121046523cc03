namespace PersonaGrain.Signals;

/// <summary>Checks the attributes of a signal: what can not be stored is cut or left out, what can not be read as declared is noted. Sound ones cost no allocation.</summary>
internal static class AttributeMending
{
    private const string Kind = "attributes";

    /// <summary>The attributes as they are stored; the same where they are sound.</summary>
    internal static AttributeSet Mend(AttributeSet attributes, SignalReading reading, ref FieldNotes notes)
    {
        var count = attributes.Count;
        if (count > AttributeSet.MaximumCount)
        {
            notes.Add(new SignalFault("too_many_attributes", Kind, $"{count} attributes; the first {AttributeSet.MaximumCount} are taken"));
            count = AttributeSet.MaximumCount;
        }

        List<KeyValuePair<string, AttributeValue>>? kept = count < attributes.Count ? [] : null;
        for (var index = 0; index < count; index++)
        {
            ref readonly var entry = ref attributes.Entries[index];
            var isSound = IdentifierText.IsSound(entry.Key, FieldName.MaximumLength) && ValueMending.IsSound(entry.Value);
            if (!isSound)
            {
                kept ??= [.. attributes.Entries[..index]];
            }

            if (isSound)
            {
                kept?.Add(entry);
                CheckType(entry, reading, ref notes);
            }
            else if (FieldName.Check(entry.Key, Kind, ref notes) && ValueMending.TryMend(entry.Value, FieldName.Of(Kind, entry.Key), ref notes, out var mended))
            {
                kept!.Add(new(entry.Key, mended));
                CheckType(kept[^1], reading, ref notes);
            }
        }

        return kept is null ? attributes : new AttributeSet([.. kept]);
    }

    private static void CheckType(in KeyValuePair<string, AttributeValue> entry, SignalReading reading, ref FieldNotes notes)
    {
        if (reading.TypeOf(entry.Key) is not { } type || entry.Value.Kind == AttributeKind.None || type.IsOf(entry.Value))
        {
            return;
        }

        if (!type.TryRead(entry.Value, out _))
        {
            // What a signal is worth has a check of its own.
            if (entry.Key != reading.ValueAttribute)
            {
                notes.Add(Misfit(entry, type, "that can not be read as one"));
            }
        }
        else if (notes.IsStrict)
        {
            notes.Add(Misfit(entry, type, "and this signal type refuses to convert (\"faults\": \"reject\")"));
        }
    }

    private static SignalFault Misfit(in KeyValuePair<string, AttributeValue> entry, DeclaredType type, string why) => new(
        "wrong_attribute_type",
        FieldName.Of(Kind, entry.Key),
        $"declared as {ValueConversion.Name(type.Type)}, but holds {ValueConversion.Describe(entry.Value)} {why}")
    {
        Sample = ValueMask.Of(entry.Value),
    };
}
