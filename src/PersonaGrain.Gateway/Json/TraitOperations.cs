using System.Text.Json;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Json;

/// <summary>
/// Reads what a native signal does to a trait: <c>{"$increment":1}</c>, <c>{"$setIfMissing":x}</c>, <c>{"$set":x}</c>, <c>{"$remove":true}</c>.
/// </summary>
internal static class TraitOperations
{
    /// <summary>Whether an object is an operation and not nested traits: its first name starts with a dollar sign.</summary>
    internal static bool IsOperation(JsonElement element)
    {
        foreach (var property in element.EnumerateObject())
        {
            return property.Name.StartsWith('$');
        }

        return false;
    }

    /// <summary>Whether an object is an operation or has one anywhere below it.</summary>
    internal static bool HasOperation(JsonElement element, int depth = 0)
    {
        if (element.ValueKind != JsonValueKind.Object || depth > JsonFlattener.MaximumDepth)
        {
            return false;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (property.Name.StartsWith('$') || HasOperation(property.Value, depth + 1))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads an operation and its operand; false, noted, where it is none.</summary>
    internal static bool TryRead(JsonElement element, FlatField field, string name, SignalNotes notes, out TraitOperation operation, out AttributeValue operand)
    {
        (operation, operand) = (TraitOperation.Set, default);
        var count = 0;
        foreach (var property in element.EnumerateObject())
        {
            if (++count > 1)
            {
                return Leave($"{field.Of(name)} has more than one operation; send one", field, name, notes);
            }

            if (Of(property.Name) is not { } known)
            {
                return Leave($"{field.Of(name)} has an unknown operation; use $set, $increment, $setIfMissing or $remove", field, name, notes);
            }

            operation = known;
            if (operation != TraitOperation.Remove && !TryOperand(property.Value, field, name, notes, out operand))
            {
                return false;
            }
        }

        return operation != TraitOperation.Increment || operand.IsNumber ||
            Leave($"{field.Of(name)} is incremented by something that is no number; send a number", field, name, notes);
    }

    private static TraitOperation? Of(string name) => name switch
    {
        "$set" => TraitOperation.Set,
        "$increment" => TraitOperation.Increment,
        "$setIfMissing" => TraitOperation.SetIfMissing,
        "$remove" => TraitOperation.Remove,
        _ => null,
    };

    private static bool Leave(string message, FlatField field, string name, SignalNotes notes)
    {
        notes.AddContent(new SignalFault("invalid_trait_operation", field.Of(name), message));
        return false;
    }

    private static bool TryOperand(JsonElement element, FlatField field, string name, SignalNotes notes, out AttributeValue operand)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return JsonScalars.TryRead(element, field, name, notes, out operand);
        }

        var elements = new List<AttributeValue>(element.GetArrayLength());
        foreach (var item in element.EnumerateArray())
        {
            if (JsonScalars.TryRead(item, field, name, notes, out var value))
            {
                elements.Add(value);
            }
        }

        operand = AttributeValue.Of(elements.ToArray());
        return true;
    }
}
