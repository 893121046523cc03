namespace PersonaGrain.Gateway; internal static class Placeholder;
