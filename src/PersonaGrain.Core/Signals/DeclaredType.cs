using ValueType = PersonaGrain.Catalogs.ValueType;

namespace PersonaGrain.Signals;

/// <summary>The type that a catalog declares for an attribute or a trait.</summary>
/// <param name="Type">The type.</param>
/// <param name="IsMember">
/// It is a member of an object, such as <c>products.price</c>: a list holds what each object of a list has there, and its elements are of the type.
/// </param>
internal readonly record struct DeclaredType(ValueType Type, bool IsMember)
{
    /// <summary>The type as catalogs write it, told apart where each element of a list has it.</summary>
    internal string Identity => IsMember ? ValueConversion.Name(Type) + " each" : ValueConversion.Name(Type);

    /// <summary>The type of what has a name.</summary>
    internal static DeclaredType Of(string name, ValueType type) => new(type, type != ValueType.List && name.Contains('.', StringComparison.Ordinal));

    /// <summary>Whether a value, or each element of a member's list, is of the type as it is.</summary>
    internal bool IsOf(in AttributeValue value)
    {
        if (!IsMember || value.Kind != AttributeKind.List)
        {
            return ValueConversion.IsOf(value, Type);
        }

        foreach (ref readonly var element in value.List)
        {
            if (element.Kind != AttributeKind.None && !IsOf(element))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The value as the type, without the elements that can not be read as it.</summary>
    /// <returns>False where something can not be read so.</returns>
    internal bool TryRead(in AttributeValue value, out AttributeValue read)
    {
        if (ValueConversion.TryRead(value, Type, out read))
        {
            return true;
        }

        return IsMember && value.Kind == AttributeKind.List && TryReadEach(value, out read);
    }

    private bool TryReadEach(in AttributeValue value, out AttributeValue read)
    {
        if (IsOf(value))
        {
            read = value;
            return true;
        }

        var isWhole = true;
        var elements = value.List.ToArray();
        foreach (ref var element in elements.AsSpan())
        {
            var sent = element;
            isWhole &= TryRead(sent, out element);
        }

        read = AttributeValue.Of(elements);
        return isWhole;
    }
}
