//! Enums of which a test wants to have all values.

/// An enum as a script spells it, with all its values in a constant.
macro_rules! forms {
    (
        $(#[$about:meta])*
        pub enum $name:ident {
            $($(#[$doc:meta])* $form:ident,)+
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$doc])* $form,)+
        }

        impl $name {
            /// All of them, in the order of the README.
            pub const ALL: &[Self] = &[$(Self::$form,)+];
        }
    };
}
pub(super) use forms;
