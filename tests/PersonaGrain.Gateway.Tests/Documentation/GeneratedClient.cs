using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;

namespace PersonaGrain.Gateway.Tests.Documentation;

/// <summary>A client that NSwag makes of the OpenAPI document, compiled.</summary>
internal sealed class GeneratedClient
{
    private readonly Type _type;
    private readonly object _client;

    private GeneratedClient(Type type, HttpClient http)
    {
        _type = type;
        _client = Activator.CreateInstance(type, http)!;
    }

    /// <summary>Makes, compiles and loads it.</summary>
    internal static async Task<GeneratedClient> MakeAsync(string document, HttpClient http)
    {
        // One class: by tags it would make several of one name.
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "GridClient",
            OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
            UseBaseUrl = false,
            GenerateOptionalParameters = true,
        };
        settings.CSharpGeneratorSettings.Namespace = "Generated";
        settings.CSharpGeneratorSettings.JsonLibrary = CSharpJsonLibrary.SystemTextJson;
        var source = new CSharpClientGenerator(await OpenApiDocument.FromJsonAsync(document), settings).GenerateFile();

        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Generated", [CSharpSyntaxTree.ParseText(source)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        result.Success.ShouldBeTrue(string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(10)));
        return new GeneratedClient(Assembly.Load(assembly.ToArray()).GetType("Generated.GridClient")!, http);
    }

    /// <summary>Makes an object of the client's, from JSON, as a body.</summary>
    internal object New(string type, string json) =>
        System.Text.Json.JsonSerializer.Deserialize(json, _type.Assembly.GetType("Generated." + type)!)!;

    /// <summary>Calls an operation; arguments that are left out have their defaults.</summary>
    internal async Task<object?> CallAsync(string operation, params object?[] arguments)
    {
        var method = _type.GetMethods().Where(method => method.Name == operation + "Async").OrderBy(method => method.GetParameters().Length).Last();
        var parameters = method.GetParameters();
        object?[] values = [.. parameters.Select((parameter, index) => index < arguments.Length ? arguments[index] : parameter.HasDefaultValue ? parameter.DefaultValue : null)];
        if (parameters[^1].ParameterType == typeof(CancellationToken))
        {
            values[^1] = CancellationToken.None;
        }

        var call = (Task)method.Invoke(_client, values)!;
        await call;
        return call.GetType().GetProperty("Result")?.GetValue(call);
    }

    /// <summary>A property of an answer by its path.</summary>
    internal static object? Get(object? answer, string path) =>
        path.Split('.').Aggregate(answer, static (value, name) => value?.GetType().GetProperty(name)!.GetValue(value));
}
