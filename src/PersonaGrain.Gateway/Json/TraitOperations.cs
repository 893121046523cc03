using System.Text.Json;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Json;

/// <summary>Reads what a native signal does to a trait: <c>{"$increment":1}</c>, <c>{"$setIfMissing":x}</c>, <c>{"$set":x}</c>, <c>{"$remove":true}</c>.</summary>
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

    /// <summary>Reads an operation and its operand.</summary>
    internal static SignalFault? Read(JsonElement element, string field, out TraitOperation operation, out AttributeValue operand)
    {
        operation = TraitOperation.Set;
        operand = default;
        var count = 0;
        SignalFault? fault = null;
        foreach (var property in element.EnumerateObject())
        {
            if (++count > 1)
            {
                return new SignalFault("invalid_trait_operation", field, $"{field} has more than one operation; send one");
            }

            (operation, fault) = Of(property.Name, field);
            if (fault is null && operation != TraitOperation.Remove)
            {
                fault = Operand(property.Value, field, out operand);
            }
        }

        if (fault is null && operation == TraitOperation.Increment && operand.Kind != AttributeKind.Number)
        {
            return new SignalFault("invalid_trait_operation", field, $"{field} is incremented by something that is no number; send a number");
        }

        return fault;
    }

    private static (TraitOperation Operation, SignalFault? Fault) Of(string name, string field) => name switch
    {
        "$set" => (TraitOperation.Set, null),
        "$increment" => (TraitOperation.Increment, null),
        "$setIfMissing" => (TraitOperation.SetIfMissing, null),
        "$remove" => (TraitOperation.Remove, null),
        _ => (TraitOperation.Set, new SignalFault("invalid_trait_operation", field,
            $"{field} has the unknown operation {name}; use $set, $increment, $setIfMissing or $remove")),
    };

    private static SignalFault? Operand(JsonElement element, string field, out AttributeValue operand)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return JsonScalars.Read(element, field, out operand);
        }

        var elements = new List<AttributeValue>(element.GetArrayLength());
        operand = default;
        foreach (var item in element.EnumerateArray())
        {
            if (JsonScalars.Read(item, field, out var value) is { } fault)
            {
                return fault;
            }

            elements.Add(value);
        }

        operand = AttributeValue.Of(elements.ToArray());
        return null;
    }
}
