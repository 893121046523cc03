using System.Collections;
using System.ComponentModel;
using System.Reflection;

namespace PersonaGrain.Gateway.Settings;

/// <summary>What may stand at one place of a configuration, by the types that are bound to it.</summary>
internal sealed class SettingShape
{
    private Type? _value;
    private SettingShape? _items;

    /// <summary>Whatever stands there is left alone: the framework reads it.</summary>
    internal static SettingShape Anything { get; } = new() { IsOpen = true };

    /// <summary>A text.</summary>
    internal static SettingShape Text { get; } = new() { _value = typeof(string) };

    /// <summary>The members by name.</summary>
    internal Dictionary<string, SettingShape> Members { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What stands below is not checked.</summary>
    internal bool IsOpen { get; private init; }

    /// <summary>The shape of types that are bound to one section.</summary>
    internal static SettingShape Of(IEnumerable<Type> types) => Of(types, []);

    // A type inside itself is left alone: nothing that is bound goes so deep.
    private static SettingShape Of(IEnumerable<Type> types, IReadOnlyList<Type> around)
    {
        var shape = new SettingShape();
        foreach (var property in types.SelectMany(static type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)))
        {
            if (IsBound(property))
            {
                shape.Members.TryAdd(property.Name, OfValue(property.PropertyType, around));
            }
        }

        return shape;
    }

    /// <summary>The shape of a member; of a list or map every name is one.</summary>
    internal bool TryMember(string name, out SettingShape shape)
    {
        shape = _items ?? this;
        return _items is not null || Members.TryGetValue(name, out shape!);
    }

    /// <summary>What is wrong with a text at this place, or null.</summary>
    internal string? Fault(string text)
    {
        if (IsOpen || _value == typeof(string))
        {
            return null;
        }

        if (_value is null)
        {
            return _items is null ? "is one value; write an object with settings" : "is one value; write a list or an object";
        }

        try
        {
            TypeDescriptor.GetConverter(_value).ConvertFromInvariantString(text);
            return null;
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return $"is '{text}'; write {Wanted(_value)}";
        }
    }

    /// <summary>The paths of all that is known.</summary>
    internal IEnumerable<string> Paths() =>
        Members.SelectMany(static member => member.Value.Paths().Select(path => member.Key + ":" + path).Prepend(member.Key));

    // As the binder has it: what can be set, and what is there already and can be filled.
    private static bool IsBound(PropertyInfo property) =>
        property.GetIndexParameters().Length == 0
        && (ItemsOf(property.PropertyType) is not null
            || (!property.PropertyType.IsInterface && !property.PropertyType.IsAssignableTo(typeof(Delegate))
                && (property.SetMethod is { IsPublic: true } || (property.PropertyType.IsClass && property.PropertyType != typeof(string)))));

    private static SettingShape OfValue(Type type, IReadOnlyList<Type> around)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        if (ItemsOf(value) is { } items)
        {
            return new SettingShape { _items = OfValue(items, around) };
        }

        if (value == typeof(string) || value.IsValueType)
        {
            return new SettingShape { _value = value };
        }

        if (around.Contains(value))
        {
            return Anything;
        }

        var shape = Of([value], [.. around, value]);
        return shape.Members.Count == 0 ? Anything : shape;
    }

    private static Type? ItemsOf(Type type) =>
        type == typeof(string) || !type.IsAssignableTo(typeof(IEnumerable)) || !type.IsGenericType ? null : type.GetGenericArguments()[^1];

    private static string Wanted(Type type) => type switch
    {
        { IsEnum: true } => "one of " + string.Join(", ", Enum.GetNames(type)),
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "a time such as 00:00:30, or 7.00:00:00 for days",
        _ when type == typeof(double) => "a number",
        _ => "a whole number",
    };
}
