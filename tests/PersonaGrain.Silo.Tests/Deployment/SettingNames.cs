using System.Collections;
using System.Reflection;
using PersonaGrain.Gateway;
using PersonaGrain.Grains;
using PersonaGrain.Silo.Settings;

namespace PersonaGrain.Silo.Tests.Deployment;

/// <summary>Which environment variables the program understands.</summary>
internal static class SettingNames
{
    private const string Prefix = "PersonaGrain__";

    /// <summary>Whether a variable such as <c>PersonaGrain__Keys__Write__0</c> sets something.</summary>
    public static bool IsKnown(string variable)
    {
        if (!variable.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var path = variable[Prefix.Length..].Split("__");
        return path is ["Grains", .. var rest]
            ? Leads(typeof(GrainEngineOptions), rest)
            : Leads(typeof(SiloSettings), path) || Leads(typeof(GatewayOptions), path);
    }

    private static bool Leads(Type type, string[] path)
    {
        if (path.Length == 0)
        {
            return type.IsValueType || type == typeof(string);
        }

        if (type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)))
        {
            return int.TryParse(path[0], out _) && Leads(type.GetGenericArguments()[0], path[1..]);
        }

        return type.GetProperty(path[0], BindingFlags.Public | BindingFlags.Instance) is { } property && Leads(property.PropertyType, path[1..]);
    }
}
