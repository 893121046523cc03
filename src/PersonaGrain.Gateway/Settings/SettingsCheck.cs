using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using PersonaGrain.Documents;

namespace PersonaGrain.Gateway.Settings;

/// <summary>
/// Finds settings that a program does not know, or can not read: it would start without them, and a misspelt key would open a grid to everybody.
/// </summary>
/// <remarks>
/// The types that a program binds say what it knows. Every place is checked on its own, so that each fault names the file or the variable
/// it stands in; of the environment only what begins with the product's name, or goes into the server's or the log's section.
/// </remarks>
public sealed class SettingsCheck
{
    /// <summary>The section of this product.</summary>
    public const string Product = "PersonaGrain";

    private readonly IConfigurationRoot _configuration;
    private readonly SettingShape _root;
    private readonly List<string> _faults = [];
    private readonly List<string> _unreadable = [];

    /// <summary>Checks a configuration.</summary>
    /// <param name="configuration">What was read.</param>
    /// <param name="options">The types that are bound to the product's section.</param>
    /// <param name="sections">Sections inside it that have options of their own, by name.</param>
    public SettingsCheck(IConfigurationRoot configuration, IReadOnlyList<Type> options, IReadOnlyDictionary<string, Type>? sections = null)
    {
        _configuration = configuration;
        var product = SettingShape.Of(options);
        foreach (var (name, type) in sections ?? new Dictionary<string, Type>())
        {
            product.Members[name] = SettingShape.Of([type]);
        }

        _root = new SettingShape
        {
            Members =
            {
                [Product] = product,
                ["Kestrel"] = SettingShape.Of(KestrelSettings.Shape),
                ["Logging"] = SettingShape.Of(LoggingSettings.Shape),
                ["AllowedHosts"] = SettingShape.Text,
                ["Orleans"] = SettingShape.Anything,
                ["$schema"] = SettingShape.Anything,
            },
        };
        Check();
    }

    /// <summary>
    /// Every fault, in words; none where all is known and can be read. No text that was set is repeated, save where a number, a time or a choice
    /// is due.
    /// </summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The configuration without what has a fault, so that values out of range can be told together with what can not be read.</summary>
    public IConfiguration Readable => new ConfigurationBuilder()
        .AddInMemoryCollection(_configuration.AsEnumerable().Where(setting => setting.Value is not null && !IsUnreadable(setting.Key)))
        .Build();

    private bool IsUnreadable(string key) => _unreadable.Exists(faulty =>
        key.Equals(faulty, StringComparison.OrdinalIgnoreCase) || key.StartsWith(faulty + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase));

    private void Check()
    {
        foreach (var provider in _configuration.Providers)
        {
            foreach (var name in Children(provider, null))
            {
                if (provider is EnvironmentVariablesConfigurationProvider && HasSingleUnderscores(name))
                {
                    _faults.Add($"environment: {name} is not a setting; write two underscores between its parts: {name.Replace("_", "__", StringComparison.Ordinal)}");
                }
                else if (provider is not EnvironmentVariablesConfigurationProvider || IsMeantForThis(provider, name))
                {
                    Check(provider, name, name, _root);
                }
            }
        }
    }

    /// <summary>A fault that begins with a setting's name inside the product's section, with the place where that was set.</summary>
    public string Locate(string fault)
    {
        var name = new string([.. fault.TakeWhile(static letter => char.IsAsciiLetterOrDigit(letter) || letter == ':')]).TrimEnd(':');
        var key = ConfigurationPath.Combine(Product, name);
        var provider = _configuration.Providers.LastOrDefault(provider => provider.TryGet(key, out _));
        return provider is null ? fault : Place(provider, key) + fault[name.Length..];
    }

    private void Check(IConfigurationProvider provider, string key, string name, SettingShape parent)
    {
        if (!parent.TryMember(name, out var shape))
        {
            Add(provider, key, $"is not a setting{Hint(name, parent)}");
            return;
        }

        provider.TryGet(key, out var value);
        if (!string.IsNullOrEmpty(value) && shape.Fault(value) is { } fault)
        {
            Add(provider, key, fault);
        }

        foreach (var child in shape.IsOpen ? [] : Children(provider, key))
        {
            Check(provider, ConfigurationPath.Combine(key, child), child, shape);
        }
    }

    private void Add(IConfigurationProvider provider, string key, string fault)
    {
        _faults.Add($"{Place(provider, key)} {fault}");
        _unreadable.Add(key);
    }

    private string Hint(string name, SettingShape parent)
    {
        var near = NearName.Hint(name, parent.Members.Keys);
        if (near.Length > 0)
        {
            return near;
        }

        var elsewhere = _root.Paths().FirstOrDefault(path => path.EndsWith(":" + name, StringComparison.OrdinalIgnoreCase));
        return elsewhere is not null ? $"; did you mean \"{elsewhere}\"?"
            : parent.Members.Count > 0 ? "; here stand " + string.Join(", ", parent.Members.Keys.Order(StringComparer.Ordinal)) : "; there is none below this one";
    }

    // Only below sections: a plain name after the product's may be a variable of something else, such as the address of a service.
    private bool HasSingleUnderscores(string name) =>
        name.Split('_') is [var product, var section, _, ..] && product.Equals(Product, StringComparison.OrdinalIgnoreCase)
            && _root.Members[Product].TryMember(section, out var shape) && !shape.IsOpen && shape.Members.Count > 0;

    private static bool IsMeantForThis(IConfigurationProvider provider, string name) =>
        Children(provider, name).Any() && (name.ToUpperInvariant() is "PERSONAGRAIN" or "KESTREL" or "LOGGING" || NearName.Hint(name, [Product]).Length > 0);

    private static IEnumerable<string> Children(IConfigurationProvider provider, string? key) =>
        provider.GetChildKeys([], key).Distinct(StringComparer.OrdinalIgnoreCase);

    private static string Place(IConfigurationProvider provider, string key) => provider switch
    {
        FileConfigurationProvider file => $"{file.Source.Path}: {key}",
        EnvironmentVariablesConfigurationProvider => "environment: " + key.Replace(":", "__", StringComparison.Ordinal),
        _ => key,
    };
}
