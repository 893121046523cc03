using System.Collections;
using System.Reflection;
using PersonaGrain.Signals;

namespace PersonaGrain.Core.Tests.Catalogs;

/// <summary>Compares documents by content: records by their properties, dictionaries by key, lists by order.</summary>
internal static class SameDocument
{
    internal static void ShouldBeSameAs(this object? actual, object? expected, string path = "document")
    {
        if (actual is null || expected is null || actual is string or AttributeValue || actual.GetType().IsValueType)
        {
            actual.ShouldBe(expected, path);
            return;
        }

        switch (actual)
        {
            case IDictionary dictionary:
                var other = (IDictionary)expected;
                dictionary.Keys.Cast<string>().ShouldBe(other.Keys.Cast<string>(), ignoreOrder: true, path);
                foreach (string key in dictionary.Keys)
                {
                    dictionary[key].ShouldBeSameAs(other[key], $"{path}.{key}");
                }

                break;
            case IEnumerable list:
                var (left, right) = (list.Cast<object>().ToList(), ((IEnumerable)expected).Cast<object>().ToList());
                left.Count.ShouldBe(right.Count, path);
                for (var index = 0; index < left.Count; index++)
                {
                    left[index].ShouldBeSameAs(right[index], $"{path}[{index}]");
                }

                break;
            default:
                actual.GetType().ShouldBe(expected.GetType(), path);
                foreach (var property in actual.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
                {
                    property.GetValue(actual).ShouldBeSameAs(property.GetValue(expected), $"{path}.{property.Name}");
                }

                break;
        }
    }
}
