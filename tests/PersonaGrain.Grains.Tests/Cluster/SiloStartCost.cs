using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Serialization.Configuration;
using Orleans.Serialization.TypeSystem;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>Spares the hundreds of silos and clients of this process work that has the same outcome for all of them.</summary>
internal static class SiloStartCost
{
    private static TypeConverter? _types;
    private static int _analysed;

    /// <summary>Has the first process analyse what can be serialized, and all of them share the names of types.</summary>
    public static void Reduce(IServiceCollection services)
    {
        SiloCatalog.Replace(services);
        var isFirst = Interlocked.Exchange(ref _analysed, 1) == 0;
        services.Configure<TypeManifestOptions>(options => options.EnableConfigurationAnalysis = isFirst);
        services.Replace(ServiceDescriptor.Singleton(provider =>
            Volatile.Read(ref _types) ?? Share(ActivatorUtilities.CreateInstance<TypeConverter>(provider))));
    }

    private static TypeConverter Share(TypeConverter types) => Interlocked.CompareExchange(ref _types, types, null) ?? types;
}
