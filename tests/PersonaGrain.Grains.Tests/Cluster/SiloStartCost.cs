using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Serialization.Configuration;
using Orleans.Serialization.TypeSystem;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>Spares the hundreds of silos and clients of this process work that has the same outcome for all of them.</summary>
internal static class SiloStartCost
{
    /// <summary>
    /// A silo that starts asks for the size of the heap after a full collection, and the runtime repeats that until the size changes by less
    /// than a twentieth. With this array, of which no page is ever touched, the heap is so large that the first collection is the last.
    /// </summary>
    private static readonly byte[] Ballast = GC.AllocateUninitializedArray<byte>(1 << 30);

    private static TypeConverter? _types;
    private static int _analysed;

    /// <summary>Has the first process analyse what can be serialized, and all of them share the names of types.</summary>
    public static void Reduce(IServiceCollection services)
    {
        GC.KeepAlive(Ballast);
        var isFirst = Interlocked.Exchange(ref _analysed, 1) == 0;
        services.Configure<TypeManifestOptions>(options => options.EnableConfigurationAnalysis = isFirst);
        services.Replace(ServiceDescriptor.Singleton(provider =>
            Volatile.Read(ref _types) ?? Share(ActivatorUtilities.CreateInstance<TypeConverter>(provider))));
    }

    private static TypeConverter Share(TypeConverter types) => Interlocked.CompareExchange(ref _types, types, null) ?? types;
}
