using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>Makes Orleans' list of the activations of a silo, without the full collection of garbage with which its constructor begins.</summary>
/// <remarks>
/// The constructor asks for the size of the heap after a full collection, and makes no use of the answer. For the hundreds of silos of
/// this process those collections were a fifth of all work. So the fields are filled here as the constructor does, save for a gauge that no test reads.
/// </remarks>
internal static class SiloCatalog
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Type Type = Part("Catalog");
    private static readonly Type Shared = Part("SystemTargetShared");
    private static readonly FieldInfo[] Fields = Type.GetFields(Own);
    private static readonly ConstructorInfo Base = Type.BaseType!.GetConstructor(Own, [typeof(GrainType), Shared])
        ?? throw Changed("the constructor of a system target");

    private static readonly object GrainType = Part("Constants").GetField("CatalogType", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.GetValue(null)
        ?? throw Changed("the type of the catalog");

    private static readonly PropertyInfo Directory = Shared.GetProperty("ActivationDirectory", Own) ?? throw Changed("the directory of activations");
    private static readonly MethodInfo Record = Part("ActivationDirectory").GetMethod("RecordNewTarget", Own) ?? throw Changed("the record of a system target");

    /// <summary>Has a silo make its list here.</summary>
    public static void Replace(IServiceCollection services)
    {
        if (services.Any(static service => service.ServiceType == Type))
        {
            services.Replace(ServiceDescriptor.Singleton(Type, Create));
        }
    }

    private static object Create(IServiceProvider services)
    {
        var catalog = RuntimeHelpers.GetUninitializedObject(Type);
        var shared = services.GetRequiredService(Shared);
        Base.Invoke(catalog, [GrainType, shared]);
        foreach (var field in Fields)
        {
            if (Value(field, services) is { } value)
            {
                field.SetValue(catalog, value);
            }
        }

        Record.Invoke(Directory.GetValue(shared), [catalog]);
        return catalog;
    }

    /// <summary>What the constructor gives a field; null where it leaves that to later.</summary>
    private static object? Value(FieldInfo field, IServiceProvider services) => field.Name switch
    {
        "logger" => services.GetRequiredService<ILoggerFactory>().CreateLogger(Type),
        "_locks" => Enumerable.Range(0, 32).Select(static _ => new Lock()).ToArray(),
        "_siloStatusOracle" => null,
        "serviceProvider" => services,
        "activations" or "activationCollector" or "grainActivator" or "_catalogInstruments" or "_messagingProcessingInstruments" =>
            services.GetRequiredService(field.FieldType),
        _ => throw Changed($"the field {field.Name}"),
    };

    private static Type Part(string name) => Assembly.Load("Orleans.Runtime").GetType($"Orleans.Runtime.{name}")
        ?? Assembly.Load("Orleans.Core").GetType($"Orleans.Runtime.{name}") ?? throw Changed(name);

    private static InvalidOperationException Changed(string what) =>
        new($"This version of Orleans differs in {what}: look at its Catalog, or let go of {nameof(SiloCatalog)}, which only spares time.");
}
